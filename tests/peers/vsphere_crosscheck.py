#!/usr/bin/python3
"""failback-doctor, govc and pyvmomi see the same in a vCenter of chance, as its administrator and with
an account that may not see all: vsphere_crosscheck.py FAILBACK-DOCTOR VCSIMX GOVC [SEED ...]"""
import datetime
import json
import os
import random
import subprocess
import sys
import tempfile

from vcenter import ASR, Simulator, certificate, view, vim
from vsphere_generated import scenario
from vsphere_readers import (CONTROLLERS, DATASTORE, DENIED, HOST, MACHINE, VM, by_govc, by_pyvmomi,
                             controllers_by_govc, plain)

PROGRAM, VCSIMX, GOVC = sys.argv[1:4]
SEEDS = [int(seed) for seed in sys.argv[4:]] or [1, 3, 6]
ADMIN = ("administrator@vsphere.local", "Admin!23")
FACTS = {"machines": ("VirtualMachine", VM), "hosts": ("HostSystem", HOST), "datastores": ("Datastore", DATASTORE)}
differences = []


def site_file(directory, sim, user, machines):
    secret = f"{directory}/secret"
    if os.path.exists(secret):
        os.unlink(secret)
    with open(secret, "w", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
        file.write(user[1])
    site = {"stack": "classic", "hosts": {"vc01": {
        "role": "vcenter", "url": f"https://127.0.0.1:{sim.port}/sdk", "ca-file": certificate(directory)[0],
        "account": {"user": user[0], "password": {"file": secret}}}}}
    for number, name in enumerate(machines):
        site["hosts"][f"vm{number:02}"] = {"role": "protected-vm" if number else "master-target", "os": "linux", "vm-name": name}
    with open(f"{directory}/site.yaml", "w") as file:
        json.dump(site, file)  # JSON is YAML
    return file.name


def ours(directory, sim, user, machines):
    """What failback-doctor shows, fact by fact."""
    done = subprocess.run([PROGRAM, "show", "vsphere", "--host", "vc01", "--timeout", "60", "--site",
                           site_file(directory, sim, user, machines)], capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"show vsphere failed: {done.stderr}")
    return json.loads(done.stdout)


def shown(one, name):
    """A member of an object as failback-doctor shows it: null and "unknown" is not known."""
    if one.get(name) is None and name in one.get("unknown", {}):
        return DENIED
    return one.get(name)


def compare(where, mine, theirs):
    if mine != theirs:
        differences.append(f"{where}:\n  failback-doctor {json.dumps(mine)[:600]}\n  the other       {json.dumps(theirs)[:600]}")


def compare_objects(where, mine, theirs, names, change=lambda name, value: value):
    mine = {one["ref"]: one for one in mine}
    compare(f"{where}: which there are", sorted(mine), sorted(theirs))
    for ref in sorted(set(mine) & set(theirs)):
        for name in names:
            compare(f"{where}: {name} of {ref}", change(name, shown(mine[ref], name)), change(name, theirs[ref][name]))


def comparable(name, value):
    """Lists whose order means nothing, and what is written in more than one way."""
    if not isinstance(value, list):
        return value
    kept = [{key: one[key] for key in one if key not in ("created", "label", "backing", "inaccessible_reason")}
            if isinstance(one, dict) else one for one in value]
    if name == "devices":
        kept = [one if one["type"] == "VirtualDisk" else {"type": one["type"], "key": one["key"]} for one in kept
                if one["type"] == "VirtualDisk" or one["type"] in CONTROLLERS]
    return kept if name in ("snapshots", "disks") else sorted(kept, key=json.dumps)


def as_known(machines):
    """The API leaves the list of snapshots out where there is none, and also where a machine is out of
    reach: what that says depends on whether the machine's configuration is there."""
    for one in machines.values():
        if one["vmx"] is None:
            one.update({name: DENIED for name in ("devices", "snapshots", "disk_enable_uuid", "files") if one[name] is None})
        elif one["snapshots"] is None:
            one["snapshots"] = []
    return machines


def disks_only(name, value):
    value = comparable(name, value)
    if name != "devices" or not isinstance(value, list):
        return value
    return [one for one in value if one["type"] == "VirtualDisk"]


def privileges(content, mine):
    """What failback-doctor says of each object and privilege, asked again."""
    key = content.sessionManager.currentSession.key
    for one in mine:
        kind, value = one["ref"].split(":", 1)
        entity = getattr(vim, kind)(value, content.rootFolder._stub)
        ids = sorted(one["granted"] + one["denied"])
        answer = content.authorizationManager.HasPrivilegeOnEntities([entity], key, ids)
        compare(f"privileges on {one['ref']}", sorted(one["granted"]),
                sorted(each.privId for each in answer[0].privAvailability if each.isGranted))


def entity(content, ref):
    kind, value = ref.split(":", 1)
    return getattr(vim, kind)(value, content.rootFolder._stub)


def permissions(content, mine):
    for one in mine:
        theirs = content.authorizationManager.RetrieveEntityPermissions(entity(content, one["ref"]), True)
        compare(f"permissions on {one['ref']}",
                sorted([two["entity"], two["principal"], two["group"], two["role"], two["propagates"]] for two in one["permissions"]),
                sorted([plain(two.entity), two.principal, two.group, str(two.roleId), two.propagate] for two in theirs))


def events(content, mine):
    """Those of each machine that any are told of, of the kinds that are told."""
    kinds = ["VmRelocatedEvent", "VmMigratedEvent", "DrsVmMigratedEvent", "VmClonedEvent", "VmDeployedEvent"]
    query = vim.event.EventFilterSpec
    for ref in sorted({one["ref"] for one in mine}):
        theirs = content.eventManager.QueryEvents(query(
            entity=query.ByEntity(entity=entity(content, ref), recursion="self"), eventTypeId=kinds))
        compare(f"events of {ref}", sorted([one["key"], one["type"], one["user"]] for one in mine
                                           if one["ref"] == ref and one["type"] in kinds),
                sorted([str(one.key), type(one)._wsdlName, one.userName] for one in theirs))


def clusters(content, mine):
    def config(one):
        drs = one.configurationEx.drsConfig
        return [plain(one), one.name, drs.enabled, drs.defaultVmBehavior, sorted(plain(host) for host in one.host),
                sorted([plain(two.key), two.enabled] for two in one.configurationEx.drsVmConfig)]

    compare("clusters", sorted([one["ref"], one["name"], one["enabled"], one["behavior"], sorted(one["members"]),
                                sorted([two["vm"], two["enabled"]] for two in one["overrides"])] for one in mine),
            sorted(config(one) for one in view(content, vim.ClusterComputeResource)))


def clocks(content, mine):
    """To half a minute: both ask at other moments, and a test may have to wait."""
    for one in mine:
        clock = entity(content, one["ref"]).configManager.dateTimeSystem.QueryDateTime()
        ahead = (clock - datetime.datetime.now(datetime.timezone.utc)).total_seconds()
        compare(f"clock of {one['ref']}", abs(one["ahead_seconds"] - ahead) < 30, True)


def licences(content, mine):
    compare("licences", sorted((one["edition"], one["name"]) for one in mine["licences"]["all"]),
            sorted((one.editionKey, one.name) for one in content.licenseManager.licenses))
    assigned = content.licenseManager.licenseAssignmentManager.QueryAssignedLicenses()
    compare("assigned licences",
            sorted((one["entity"], one["licence"]["edition"]) for one in mine["assigned_licences"]),
            sorted((one.entityId, one.assignedLicense.editionKey) for one in assigned))


def check(seed, directory):
    made = scenario(seed)
    chosen = random.Random(seed).sample(sorted(name for name, vm in made["vms"].items() if vm and not vm["template"]), 12)
    with open(f"{directory}/generated.json", "w") as file:
        json.dump(made, file)
    with Simulator(VCSIMX, file.name, directory) as sim:
        for user in ADMIN, ASR:
            who = f"seed {seed}, {user[0]}"
            mine = ours(directory, sim, user, chosen)
            environment = {**os.environ, "GOVC_URL": f"https://127.0.0.1:{sim.port}/sdk", "GOVC_USERNAME": user[0],
                           "GOVC_PASSWORD": user[1], "GOVC_TLS_CA_CERTS": certificate(directory)[0],
                           "GOVC_PERSIST_SESSION": "false"}
            with sim.login(*user) as content:
                for fact, (kind, columns) in FACTS.items():
                    compare_objects(f"{who}, {fact}", mine[fact], by_pyvmomi(content, kind, columns), columns, comparable)
                machines = by_pyvmomi(content, "VirtualMachine", {**MACHINE, "name": "name"})
                detailed = as_known({ref: one for ref, one in machines.items() if one["name"] in chosen})
                compare_objects(f"{who}, machines", mine["site_machines"], detailed, MACHINE, comparable)
                privileges(content, mine["privileges"])
                if user is ADMIN:
                    licences(content, mine)
                    permissions(content, mine["permissions"])
                    events(content, mine["events"])
                    clusters(content, mine["clusters"])
                    clocks(content, mine["clocks"])
                    compare("events, clusters and clocks are there to compare",
                            [bool(mine[one]) for one in ("events", "clusters", "clocks", "permissions")], [True] * 4)
            if user is not ADMIN:  # govc is no witness of rights: the simulator answers its way of asking without them
                continue
            for fact, (kind, columns) in FACTS.items():
                compare_objects(f"{who}, {fact}, govc", mine[fact], by_govc(GOVC, environment, kind, columns), columns, comparable)
            seen = by_govc(GOVC, environment, "VirtualMachine", {**MACHINE, "name": "name"})
            detailed = as_known({ref: one for ref, one in seen.items() if one["name"] in chosen})
            compare_objects(f"{who}, machines, govc", mine["site_machines"], detailed, MACHINE, disks_only)
            for one in mine["site_machines"]:
                if one["devices"] is not None:
                    compare(f"{who}, controllers of {one['ref']}, govc",
                            {two["key"]: two["type"] for two in one["devices"] if two["type"] in CONTROLLERS},
                            controllers_by_govc(GOVC, environment, f"/dc01/vm/{seen[one['ref']]['name']}"))
    print(f"seed {seed}: {len(mine['machines'])} machines, {len(differences)} differences", flush=True)


def main():
    with tempfile.TemporaryDirectory() as directory:
        for seed in SEEDS:
            check(seed, directory)
    for one in differences[:20]:
        print(one, file=sys.stderr)
    sys.exit(1 if differences else 0)


main()
