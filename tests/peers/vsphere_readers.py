"""What a vCenter holds, read with pyvmomi and with govc, in the form in which failback-doctor shows it.
A value that the account may not see is DENIED, one that is not set is None."""
import json
import subprocess

from pyVmomi.VmomiSupport import DataObject, ManagedObject

from vcenter import vim, vmodl

DENIED = "not known"
VM = {"name": "name", "uuid": "config.uuid", "instance_uuid": "config.instanceUuid", "template": "config.template",
      "guest": "config.guestId", "host": "runtime.host", "power": "runtime.powerState",
      "connection": "runtime.connectionState", "address": "guest.ipAddress", "disks": "config.hardware.device"}
MACHINE = {"vmx": "config.files.vmPathName", "devices": "config.hardware.device", "snapshots": "snapshot",
           "disk_enable_uuid": "config.extraConfig", "files": "layoutEx.file",
           "needs_consolidation": "runtime.consolidationNeeded", "tools": "guest.toolsRunningStatus",
           "tools_version": "guest.toolsVersionStatus2"}
HOST = {"name": "name", "version": "summary.config.product.version", "connection": "runtime.connectionState",
        "maintenance": "runtime.inMaintenanceMode", "lockdown": "config.lockdownMode", "datastores": "datastore"}
DATASTORE = {"name": "name", "type": "summary.type", "maintenance": "summary.maintenanceMode",
             "capacity_bytes": "summary.capacity", "free_bytes": "summary.freeSpace", "mounts": "host"}
TYPES = {"VirtualMachine": vim.VirtualMachine, "HostSystem": vim.HostSystem, "Datastore": vim.Datastore}
CONTROLLERS = {"VirtualLsiLogicController", "VirtualLsiLogicSASController", "ParaVirtualSCSIController",
               "VirtualBusLogicController", "VirtualAHCIController", "VirtualNVMEController"}


def disk(backing):
    return {"file": backing.get("fileName", ""), "uuid": backing.get("uuid", ""), "lun": backing.get("lunUuid", "")}


def device(kind, one):
    backing = one.get("backing") or {}
    parent = backing.get("parent") or {}
    shown = {"type": kind, "key": str(one["key"])}
    if kind == "VirtualDisk":
        shown.update(controller=str(one["controllerKey"]), unit=str(one["unitNumber"]), file=backing.get("fileName", ""),
                     uuid=backing.get("uuid", ""), mode=backing.get("diskMode", ""), parent_file=parent.get("fileName", ""),
                     capacity_kb=one["capacityInKB"])
    return shown


def tree(list_, depth=0):
    for one in list_ or []:
        yield {"name": one["name"], "depth": depth}
        yield from tree(one.get("childSnapshotList"), depth + 1)


def enable_uuid(settings):
    values = [one["value"] for one in settings if one["key"].lower() == "disk.enableuuid"]
    return values[-1] if values else None


# From a property as plain dictionaries, with its types under "_type", to what is shown of it.
SHAPE = {
    "disks": lambda value: [disk(one["backing"]) for one in value if one["_type"] == "VirtualDisk"],
    "devices": lambda value: [device(one["_type"], one) for one in value
                              if one["_type"] == "VirtualDisk" or one["_type"] in CONTROLLERS],
    "snapshots": lambda value: list(tree(value["rootSnapshotList"])),
    "disk_enable_uuid": enable_uuid,
    "files": lambda value: [{"name": one["name"], "type": one["type"]} for one in value],
    "mounts": lambda value: [{"host": one["key"], "mode": one["mountInfo"]["accessMode"],
                              "mounted": one["mountInfo"].get("mounted", True),
                              "accessible": one["mountInfo"].get("accessible", True)} for one in value],
}


def shaped(columns, values, denied=()):
    """One object's properties by the names under which they are shown."""
    shown = {}
    for name, path in columns.items():
        if path in denied:
            shown[name] = DENIED
        elif path not in values:
            shown[name] = None
        else:
            shown[name] = SHAPE.get(name, lambda value: value)(values[path])
    return shown


def plain(value):
    """A value of pyvmomi as dictionaries and lists."""
    if isinstance(value, list):
        return [plain(one) for one in value]
    if isinstance(value, ManagedObject):
        return f"{value._wsdlName}:{value._moId}"
    if isinstance(value, DataObject):
        made = {"_type": type(value)._wsdlName}
        for info in value._GetPropertyList():
            one = getattr(value, info.name)
            if one is not None:
                made[info.name] = plain(one)
        return made
    return value if isinstance(value, (bool, int)) else str(value)


def by_pyvmomi(content, kind, columns):
    """{"VirtualMachine:vm-1": {...}} of all that the account sees, page by page."""
    view = content.viewManager.CreateContainerView(content.rootFolder, [TYPES[kind]], True)
    query = vmodl.query.PropertyCollector
    answer = content.propertyCollector.RetrievePropertiesEx(
        [query.FilterSpec(
            propSet=[query.PropertySpec(type=TYPES[kind], pathSet=sorted(set(columns.values())))],
            objectSet=[query.ObjectSpec(obj=view, skip=True, selectSet=[
                query.TraversalSpec(type=vim.view.ContainerView, path="view", skip=False)])])],
        query.RetrieveOptions())
    all_ = {}
    while answer:
        for one in answer.objects:
            values = {two.name: plain(two.val) for two in one.propSet}
            all_[plain(one.obj)] = shaped(columns, values, {two.path for two in one.missingSet})
        answer = answer.token and content.propertyCollector.ContinueRetrievePropertiesEx(answer.token)
    view.DestroyView()
    return all_


def lower(value):
    """govc writes the names of fields in capitals and leaves types out; references are {Type, Value}."""
    if isinstance(value, list):
        return [lower(one) for one in value]
    if not isinstance(value, dict):
        return value
    if set(value) == {"Type", "Value"}:
        return f"{value['Type']}:{value['Value']}"
    return {key[:1].lower() + key[1:]: lower(one) for key, one in value.items() if one not in (None, "")}


def by_govc(program, environment, kind, columns):
    """The same, but of devices the disks only (their types are not told) and nothing of what is withheld."""
    letters = {"VirtualMachine": "m", "HostSystem": "h", "Datastore": "s"}
    output = subprocess.run([program, "object.collect", "-json", "-type", letters[kind], "/", *sorted(set(columns.values()))],
                            env=environment, check=True, capture_output=True, text=True).stdout
    all_ = {}
    decoder, at = json.JSONDecoder(), 0
    while at < len(output.rstrip()):
        document, at = decoder.raw_decode(output, at)
        for one in document if isinstance(document, list) else [document]:
            reference = lower(one.get("Obj") or one["obj"])
            values = {}
            for change in one.get("ChangeSet") or one["PropSet"]:
                value = lower(change["Val"])
                if value is None:
                    continue
                # A list comes wrapped in an object that is named by its type.
                if value == {}:
                    value = []
                if isinstance(value, dict) and len(value) == 1 and isinstance(next(iter(value.values())), list):
                    value = next(iter(value.values()))
                if change["Name"] == "config.hardware.device":
                    for two in value:
                        two["_type"] = "VirtualDisk" if "capacityInKB" in two else "other"
                values[change["Name"]] = value
            all_[reference] = shaped(columns, values)
        while at < len(output) and output[at].isspace():
            at += 1
    return all_


def controllers_by_govc(program, environment, path):
    """{key: type} of one machine."""
    lines = subprocess.run([program, "device.ls", "-vm", path], env=environment, check=True, capture_output=True,
                           text=True).stdout.splitlines()
    pairs = (line.split()[:2] for line in lines)
    return {name.rsplit("-", 1)[1]: kind for name, kind in pairs if kind in CONTROLLERS}
