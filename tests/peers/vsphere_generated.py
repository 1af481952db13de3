"""A vCenter of chance: the same seed gives the same scenario. Names that need escapes, UUIDs that are
shared, disks without UUIDs, snapshots in trees, every controller, rights here and there."""
import random
import uuid

from vcenter import ASR, SCENARIOS

NAMES = ["web", "db", "app & co", "a<b>c", "tab\tle", "q\"uote'", "größe", "日本", "x%2fy", "long" * 15, "trailing.", "  two  blanks"]
CONTROLLERS = ["lsilogic", "lsilogic-sas", "pvscsi", "buslogic"]
BACKINGS = ["flat"] * 6 + ["sesparse", "sparse", "rdm", "pmem"]


def snapshots(chance, depth=0):
    tree = {}
    for number in range(chance.choice([0, 0, 1, 1, 2]) if depth < 4 else 0):
        tree[f"{chance.choice(['before', 'Veeam', 'a & b', 'ä'])} {depth}.{number}"] = {
            "at": f"-{chance.randint(1, 400)}h", "power": chance.choice(["poweredOn", "poweredOff"]),
            "children": snapshots(chance, depth + 1)}
    return tree


def machine(chance, hosts, datastores, known):
    def identity():
        if known and chance.random() < 0.1:
            return chance.choice(known)
        known.append(str(uuid.UUID(int=chance.getrandbits(128))))
        return known[-1]

    disks = {}
    for number in range(chance.choice([0, 1, 1, 2, 3, 8])):
        place = chance.choice([f"scsi{number % 2}:{number}", f"scsi0:{number}", f"sata0:{number}", f"nvme0:{number}"])
        disks[place] = {"sizeGb": chance.randint(1, 900), "uuid": chance.choice([identity(), identity().upper(), ""]),
                        "backing": chance.choice(BACKINGS), "datastore": chance.choice(datastores)}
    return {
        "host": chance.choice(hosts), "datastore": chance.choice(datastores), "uuid": identity(), "instanceUuid": identity(),
        "template": chance.random() < 0.1, "power": chance.choice(["poweredOn", "poweredOff", "suspended"]),
        "guestId": chance.choice(["ubuntu64Guest", "rhel7_64Guest", "windows9Server64Guest"]),
        "connection": chance.choice(["connected"] * 8 + ["disconnected", "inaccessible"]),
        "controllers": {f"scsi{bus}": chance.choice(CONTROLLERS) for bus in range(chance.choice([1, 1, 2, 4]))},
        "disks": disks, "snapshots": snapshots(chance), "consolidationNeeded": chance.random() < 0.2,
        "tools": {"running": chance.choice(["guestToolsRunning", "guestToolsNotRunning"]),
                  "version": chance.choice(["guestToolsUnmanaged", "guestToolsCurrent", "guestToolsNotInstalled"])},
        "address": f"10.9.{chance.randint(0, 255)}.{chance.randint(1, 254)}",
        "extraConfig": {chance.choice(["disk.EnableUUID", "disk.enableuuid", "disk.EnableUUID ", "other"]):
                        chance.choice(["TRUE", "true", "FALSE", "1", "<&>"])},
        "noConfig": chance.random() < 0.03,
    }


def scenario(seed, machines=80):
    chance = random.Random(seed)
    hosts = {f"esx{number:02}.example.net": {
        "cluster": chance.choice(["cl01", "cl02"]), "license": chance.choice(["AAAAA", "EEEEE", "00000-00000-00000-00000-00000", ""]),
        "lockdown": chance.choice(["lockdownDisabled", "lockdownNormal", "lockdownStrict"]),
        "maintenance": chance.random() < 0.2, "clockOffsetSeconds": chance.choice([0, 0, 5000, -5000]),
        "product": {"name": "VMware ESXi", "version": chance.choice(["6.5.0", "7.0.3"]), "build": str(chance.randint(10**6, 10**7))},
    } for number in range(6)}
    in_first = [name for name, host in hosts.items() if host["cluster"] == "cl01"]
    datastores = {f"ds{number:02}": {
        "datacenter": "dc01", "type": chance.choice(["VMFS", "VMFS", "NFS", "NFS41", "vsan", "VVOL"]),
        "capacityGb": chance.randint(100, 9000), "freeGb": chance.randint(1, 99),
        "maintenance": chance.choice(["normal", "normal", "inMaintenance"]),
        "hosts": {name: {"accessMode": chance.choice(["readWrite", "readOnly"]), "mounted": chance.random() < 0.8,
                         "accessible": chance.random() < 0.8} for name in in_first if chance.random() < 0.8},
    } for number in range(7)}
    known = []
    vms = {}
    for number in range(machines):
        vms[f"{chance.choice(NAMES)}-{number}"] = machine(chance, in_first or list(hosts), list(datastores), known)
    events = {}
    for number in range(120):
        name, other = chance.sample(sorted(vms), 2)
        kind = chance.choice(["VmRelocatedEvent", "VmMigratedEvent", "DrsVmMigratedEvent", "VmClonedEvent", "VmDeployedEvent",
                              "VmPoweredOnEvent"])
        events[f"{number:03}"] = {"type": kind, "at": f"-{chance.randint(1, 600)}h", "vm": name, "datastore": chance.choice(sorted(datastores)),
                                  "user": chance.choice(["EXAMPLE\\a & b", "VSPHERE.LOCAL\\Administrator"]),
                                  "sourceDatastore": chance.choice(sorted(datastores)), "sourceVm": other}
    rights = {"/": {"role": chance.choice(["ReadOnly", "View"]), "propagate": chance.random() < 0.7}, "/dc01": {"role": "some", "propagate": chance.random() < 0.7}}
    for datastore in chance.sample(sorted(datastores), 3):
        rights[f"/dc01/datastore/{datastore}"] = {"role": chance.choice(["NoAccess", "View", "ReadOnly", "Admin"])}
    plain = [name for name in vms if "/" not in name]
    for name in chance.sample(plain, 4):
        rights[f"/dc01/vm/{name}"] = {"role": chance.choice(["NoAccess", "View", "Admin"])}
    privileges = chance.sample(sorted(all_privileges()), 25)
    return {
        "include": str(SCENARIOS / "healthy.json"),
        "about": {"instanceUuid": str(uuid.UUID(int=chance.getrandbits(128)))},
        "roles": {"some": privileges},
        "users": {ASR[0]: {"permissions": {"/": None, "/dc01": None, **rights}}},
        "licenses": {"AAAAA": {"name": "VMware vSphere 7 Standard", "edition": "esx.standard.cpuPackage"},
                     "EEEEE": {"name": "VMware vSphere 7 Enterprise Plus", "edition": "esx.enterprisePlus.cpuPackage"}},
        "evaluation": {"hoursLeft": chance.randint(0, 1440)},
        "datacenters": {"dc02": {}},
        "clusters": {"cl01": {"overrides": {"mt01": None}}, "cl02": {"datacenter": "dc02"}},
        "storagePods": None, "hosts": {"esx01.example.net": None, "esx02.example.net": None, **hosts},
        "datastores": {"vmfs01": None, "vmfs02": None, "iso01": None, **datastores},
        "vms": {"mt01": None, "web01": None, "db01": None, "cs01": None, "tmpl-ubuntu": None, **vms},
        "events": events,
        "paging": {"max": chance.choice([1, 7, 1000])},
        "wire": {"goPrefixes": chance.random() < 0.5, "gzip": chance.random() < 0.5},
    }


def all_privileges():
    import json
    return json.loads((SCENARIOS / "healthy.json").read_text())["roles"]["asr-failback"]
