#!/usr/bin/python3
"""Every check of vCenter and ESXi against the simulator, well and sick: vsphere_probes_test.py PROGRAM VCSIMX

For each scenario of tests/peers/vsphere: what has to be found, and that nothing else of its kind is.
The simulator is started on a free port of loopback with a certificate of its own and ended again. At the end
it says which codes were found at a live server, and which only in answers that were recorded (REPLAYED): each
code has to be one of the two, and what is replayed is told with the reason."""
import concurrent.futures, json, os, pathlib, re, shutil, socket, subprocess, sys, tempfile, time

program, vcsimx = sys.argv[1], sys.argv[2]
here = pathlib.Path(__file__).resolve().parent / "vsphere"

# Sick in one way only, on top of another scenario.
SMALL = {
    "wrong-password": {"include": "healthy", "users": {"asr@vsphere.local": {"password": "Another!23"}}},
    "login-refused": {"include": "healthy", "users": {"asr@vsphere.local": {"loginFault": "NotSupported"}}},
    "other-product": {"include": "healthy", "about": {"productLineId": "ws", "name": "VMware Workstation"}},
    "lone-esxi": {"include": "esxi"},  # in the site file it is a vCenter
    "only-vsan": {"include": "healthy", "datastores": {"vmfs01": {"type": "vsan"}, "vmfs02": {"type": "vsan"}}},
    "mt-62-disks": {"include": "healthy", "vms": {"mt01": {"moreDisks": 60}}},
    "mt-buslogic": {"include": "healthy", "vms": {"mt01": {"controllers": {"scsi0": "buslogic"}}}},
    "mt-consolidation": {"include": "healthy", "vms": {"mt01": {"consolidationNeeded": True}}},
    "mt-moved": {"include": "vm-reprotected",
                 "events": {"1": {"type": "VmRelocatedEvent", "at": "-2h", "vm": "mt01", "datastore": "vmfs01",
                                  "sourceDatastore": "vmfs02"}}},
    "vms-same-uuid": {"include": "healthy", "vms": {"web01": {"uuid": "42190000-1111-2222-3333-444455556666"},
                                                    "db01": {"uuid": "42190000-1111-2222-3333-444455556666"}}},
    "no-mt": {"include": "healthy", "vms": {"mt01": None}, "clusters": {"cl01": {"overrides": None}},
              "storagePods": {"pod01": {"overrides": None}}},
    "esxi-lockdown": {"include": "esxi", "hosts": {"esx09.example.net": {"lockdown": "lockdownNormal"}}, "vms": {"mt01": {
        "host": "esx09.example.net", "datastore": "datastore1", "extraConfig": {"disk.EnableUUID": "TRUE"},
        "disks": {"scsi0:0": {"sizeGb": 60}, "scsi0:1": {"sizeGb": 200}}}}},
    "mt-52-disks": {"include": "healthy", "vms": {"mt01": {"moreDisks": 50}}},
    "mt-uuid-of-another": {"include": "healthy", "vms": {"mt01": {"uuid": "42190000-1111-2222-3333-444455556666"},
                                                         "cs01": {"uuid": "42190000-1111-2222-3333-444455556666"}}},
}
# What no simulator can play: found in recorded answers only, in tests/scenarios.
REPLAYED = {
    "server.unresolved": "a name server is not asked here",
    "server.unreachable": "vsphere_faults_test.py has a port where nobody listens",
    "server.untrusted": "vsphere_faults_test.py has a site file without a thumbprint",
    "protected-vm.both-run": "the machine itself would have to run in Azure",
    "second-vcenter.new-vcenter": "the site file names a vCenter that is gone",
    "second-vcenter.host-not-in-vcenter": "an ESXi host with the master target outside its vCenter",
    "datastores.none": "the simulator gives every host of a machine its datastore",
}

# Codes below "vsphere.", by scenario; all others must not be there. Two names: two servers.
EXPECTED = {
    "healthy": [],
    "vsan": [],
    "account-locked": ["account.locked"],
    "password-expired": ["account.password-expired"],
    "no-permission-at-all": ["account.no-permission"],
    "read-only-account": ["privileges.read-only"],
    "missing-privileges": ["privileges.missing"],
    "not-propagated": ["privileges.not-propagated"],
    "datastore-inaccessible": ["vm-datastores.inaccessible"],
    "datastore-maintenance": ["vm-datastores.maintenance"],
    "datastore-not-on-host": ["vm-datastores.not-mounted"],
    "datastore-read-only": ["vm-datastores.read-only"],
    "datastore-unmounted": ["vm-datastores.not-mounted"],
    "nfs-only": ["datastores.no-vmfs", "vm-datastores.type"],
    "vvol": ["vm-datastores.type"],
    "evaluation": ["licence.evaluation"],
    "evaluation-expired": ["licence.evaluation-expired"],
    "host-maintenance": ["esxi-host.maintenance"],
    "host-not-esxi": ["esxi-host.not-esxi"],
    "host-too-old": ["esxi-host.too-old"],
    "host-lockdown": [],  # vCenter gets in all the same
    "host-time": ["esxi-host.clock"],
    "no-access-to-datastore": ["privileges.not-propagated"],
    "view-only-datastore": ["privileges.not-propagated"],
    "hidden-configuration": [],
    "vm-twice": ["vm-uuid-clash.with-another"],
    "mt-everything": ["disk-count.no-room", "disk-enable-uuid.missing", "scsi-controllers.paravirtual", "snapshots.present",
                      "storage-vmotion.moved-before", "vmware-tools.not-installed"],
    "lab-vc01": ["datastores.unusable", "disk-enable-uuid.missing", "esxi-host.clock", "privileges.missing",
                 "scsi-controllers.paravirtual", "snapshots.present", "storage-vmotion.moved-before",
                 "uuid-clash.with-protected-vm", "vm-datastores.read-only", "vm-datastores.type", "vm-uuid-clash.with-another",
                 "vmware-tools.not-installed"],
    "vcenter-51": ["server.too-old"],
    "vcenter-55": [],
    "vcenter-80": [],
    "mt-drs": ["storage-vmotion.drs"],
    "mt-storage-drs": ["storage-vmotion.storage-drs"],
    "mt-host-disconnected": ["esxi-host.not-connected"],
    "mt-61-disks": ["disk-count.no-room"],
    "mt-enable-uuid-false": ["disk-enable-uuid.off"],
    "mt-no-enable-uuid": ["disk-enable-uuid.missing"],
    "mt-no-retention": ["retention-disk.missing"],
    "mt-no-tools": ["vmware-tools.not-installed"],
    "mt-tools-stopped": ["vmware-tools.not-running"],
    "mt-orphaned": ["master-target.not-connected"],
    "mt-orphaned-deltas": ["snapshots.deltas"],
    "mt-paravirtual": ["scsi-controllers.paravirtual"],
    "mt-powered-off": ["master-target.powered-off"],
    "mt-snapshot": ["snapshots.present"],
    "mt-storage-vmotion": ["storage-vmotion.moved-before"],
    "uuid-clash": ["uuid-clash.with-protected-vm"],
    "uuid-clash-elsewhere": [],
    "vm-gone": ["protected-vm.gone"],
    "vm-other-os": ["protected-vm.other-os"],
    "vm-snapshot": ["protected-vm.snapshots"],
    "vm-reprotected": [],
    "vm-switched-on": ["protected-vm.switched-on"],
    "esxi-free": ["licence.free"],
    "esxi-free-8": ["licence.perhaps-free"],
    "esxi-evaluation": ["licence.evaluation"],
    "esxi-evaluation-expired": ["licence.evaluation-expired"],
    "esxi-read-only": ["privileges.read-only"],
    "esxi-missing-privileges": ["privileges.missing"],
    "healthy second-vcenter": [],
    "healthy second-vcenter-same-vm": ["protected-vm.several-vcenters"],
    "uuid-clash second-vcenter-uuid-clash": ["uuid-clash.with-protected-vm"],
    "wrong-password": ["account.wrong-password"],
    "login-refused": ["account.refused"],
    "other-product": ["server.other-product"],
    "lone-esxi": ["server.no-vcenter"],
    "only-vsan": ["datastores.only-vsan"],
    "mt-62-disks": ["disk-count.too-many"],
    "mt-buslogic": ["scsi-controllers.no-lsi-logic"],
    "mt-consolidation": ["snapshots.consolidation"],
    "mt-moved": ["storage-vmotion.moved"],
    "vms-same-uuid": ["vm-uuid-clash.among-protected-vms"],
    "no-mt second-vcenter-with-master-target": ["second-vcenter.master-target-elsewhere"],
    "esxi-lockdown": ["esxi-host.lockdown"],
    "mt-52-disks": ["disk-count.few-places"],
    "mt-uuid-of-another": ["uuid-clash.with-another"],
    "datastore-full": ["protected-vm.gone", "room.too-little"],
    "wire-not-vcenter": ["server.not-vsphere"],
    "wire-proxy-503": ["server.http-error"],
    "wire-entity-bomb": [],
    "wire-go-prefixes": [],
}
# What a sick machine also shows, of which the scenario is not about.
ALSO = {
    "mt-no-tools": ["vmware-tools.not-running"],
    "evaluation-expired": ["esxi-host.not-connected"],  # it has left its vCenter
    "mt-host-disconnected": ["master-target.not-connected"],
    "esxi-free": ["master-target.missing", "protected-vm.gone"],  # its machines have other names
    "esxi-free-8": ["master-target.missing", "protected-vm.gone"],
    "esxi-evaluation": ["master-target.missing", "protected-vm.gone"],
    "esxi-read-only": ["master-target.missing", "protected-vm.gone"],
    "esxi-missing-privileges": ["master-target.missing", "protected-vm.gone"],
    "esxi-evaluation-expired": ["master-target.missing", "protected-vm.gone"],
    "mt-61-disks": ["disk-count.few-places"],
    "healthy second-vcenter-same-vm": ["vm-uuid-clash.with-another", "uuid-clash.with-another"],
    "uuid-clash": ["vm-uuid-clash.with-another", "uuid-clash.with-another"],
    "uuid-clash second-vcenter-uuid-clash": ["vm-uuid-clash.with-another", "uuid-clash.with-another"],
    "nfs-only": ["vm-datastores.not-mounted"],
    "mt-powered-off": ["vmware-tools.not-running"],
    "host-not-esxi": ["licence.perhaps-free"],
    "host-too-old": ["server.too-old"],
    "lone-esxi": ["account.wrong-password"],  # its users have other names
    "esxi-lockdown": ["protected-vm.gone"],
    "no-mt second-vcenter-with-master-target": ["vm-datastores.not-mounted"],
}


def certificate(directory):
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", directory / "key.pem",
                    "-out", directory / "cert.pem", "-days", "30", "-subj", "/CN=vc01",
                    "-addext", "subjectAltName=IP:127.0.0.1"], check=True, stderr=subprocess.DEVNULL)


def file_of(directory, scenario):
    if scenario not in SMALL:
        return here / f"{scenario}.json"
    path = directory / f"{scenario}.json"
    path.write_text(json.dumps({**SMALL[scenario], "include": str(here / f"{SMALL[scenario]['include']}.json")}))
    return path


def start_vault(directory):
    """A vault that knows how large web01 is; its process, and what the site file says of it."""
    def free_port():
        with socket.socket() as one:
            one.bind(("127.0.0.1", 0))
            return one.getsockname()[1]

    nginx = shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin")
    vault = directory / "vault"
    vault.mkdir()
    port, plain = free_port(), free_port()
    scenario = here.parent.parent / "scenarios/vsphere-no-room"
    subprocess.run([sys.executable, here.parent / "azure_server.py", scenario, vault, str(port), str(plain)], check=True)
    server = subprocess.Popen([nginx, "-e", vault / "error.log", "-c", vault / "nginx.conf"], stderr=subprocess.DEVNULL)
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            break
        except OSError:
            time.sleep(0.1)
    return server, ("azure: {subscription: 11112222-3333-4444-5555-666677778888, resource-group: recovery, vault: vault01, "
                    "sign-in: service-principal, tenant: tenant01, client-id: client01, "
                    f'client-secret: {{env: VSPHERE_PASSWORD}}, resource-manager: "https://127.0.0.1:{port}", '
                    f'login: "https://127.0.0.1:{port}", ca-file: {vault}/ca.pem}}\n')


def start(directory, scenario):
    simulator = subprocess.Popen([vcsimx, "-scenario", file_of(directory, scenario), "-cert", directory / "cert.pem",
                                  "-key", directory / "key.pem"], stdout=subprocess.PIPE, text=True,
                                 stderr=subprocess.DEVNULL)
    ready = simulator.stdout.readline()
    found = re.search(r"url=(\S+).*sha256=(\S+)", ready)
    if not found:
        simulator.kill()
        raise RuntimeError(f"{scenario}: the simulator said {ready!r}")
    return simulator, found.group(1), found.group(2)


def check(directory, names):
    """The findings of one site whose servers play these scenarios."""
    running, hosts, vault = [], [], ""
    try:
        if names == ["datastore-full"]:
            server, vault = start_vault(directory)
            running.append(server)
        for number, scenario in enumerate(names, 1):
            simulator, url, thumbprint = start(directory, scenario)
            running.append(simulator)
            is_esxi = scenario.startswith("esxi")
            name, role, user = (f"esx0{number}", "esxi", "asr") if is_esxi else (
                f"vc0{number}", "vcenter", "asr@vsphere.local")
            hosts.append(f'  {name}: {{role: {role}, url: "{url}", certificate-sha256: "{thumbprint}", '
                         f'account: {{user: "{user}", password: {{env: VSPHERE_PASSWORD}}}}}}')
        work = pathlib.Path(tempfile.mkdtemp(dir=directory))
        site = work / "site.yaml"
        site.write_text("stack: classic\nhosts:\n" + "\n".join(hosts) + "\n"
                        "  mt01: {role: master-target, os: linux}\n"
                        "  web01: {role: protected-vm, os: linux}\n"
                        "  db01: {role: protected-vm, os: linux}\n" + vault)
        done = subprocess.run([program, "check", "--site", site, "--format", "json", "--timeout", "60"] +
                              (["--save", work / "bundle.tar.zst"] if os.environ.get("SAVE") else []),
                              capture_output=True, text=True, timeout=300,
                              env={**{key: value for key, value in os.environ.items() if "proxy" not in key.lower()},
                                   "VSPHERE_PASSWORD": "Failback!23"})
        if "Failback!23" in done.stdout + done.stderr:
            return None, "the password is in the report"
        if os.environ.get("SAVE"):
            shutil.copy(work / "bundle.tar.zst", pathlib.Path(os.environ["SAVE"]) / ("+".join(names) + ".tar.zst"))
        return json.loads(done.stdout)["findings"], done.stderr
    finally:
        for simulator in running:
            simulator.terminate()
        for simulator in running:
            simulator.wait(timeout=30)


seen = set()  # at a live server


def where_found():
    """Each code of vSphere, and what is wrong with where it was found."""
    all_codes = {path.stem.removeprefix("vsphere.") for path in (here.parent.parent.parent / "kb/articles").glob("vsphere.*.md")}
    print(f"at the live simulator, {len(seen)} codes: {' '.join(sorted(seen))}")
    print(f"replayed from recorded answers, {len(REPLAYED)} codes:")
    for code, why in sorted(REPLAYED.items()):
        print(f"  {code}: {why}")
    return ([f"{code} is found nowhere: play it, or say why it is only replayed" for code in sorted(all_codes - seen - set(REPLAYED))] +
            [f"{code} is said to be only replayed, and is found live" for code in sorted(seen & set(REPLAYED))])


def judge(directory, names, expected):
    findings, errors = check(directory, names.split())
    if findings is None:
        return [f"{names}: {errors}"]
    found = {one["code"].removeprefix("vsphere.") for one in findings
             if one["code"].startswith("vsphere.") and one["status"] in ("fail", "warn")}
    wrong = [f"{names}: {code} is not found" for code in expected if code not in found]
    wrong += [f"{names}: {code} is found" for code in sorted(found - set(expected) - set(ALSO.get(names, [])))]
    if names == "vm-switched-on" and "EXAMPLE\\helpdesk on " not in json.dumps(findings).replace("\\\\", "\\"):
        wrong.append(f"{names}: by whom is not told")
    seen.update(found)
    if names in ("healthy", "wire-go-prefixes"):  # all of it is judged, and well
        wrong += [f"{names}: {one['code']} is {one['status']}: {one.get('reason')}" for one in findings
                  if one["probe"].startswith("vsphere.") and one["status"] == "unknown"]
    if names == "hidden-configuration":  # withheld is unknown, never well
        wrong += [f"{names}: {one['probe']} passed" for one in findings if one["status"] == "pass"
                  and one["probe"] in ("vsphere.disk-enable-uuid", "vsphere.snapshots", "vsphere.datastores")]
    if names == "wire-entity-bomb":
        wrong += [f"{names}: {one['probe']} passed" for one in findings  # nothing could be read
                  if one["probe"] == "vsphere.datastores" and one["status"] == "pass"]
    return wrong


def main():
    directory = pathlib.Path(tempfile.mkdtemp())
    try:
        certificate(directory)
        only = sys.argv[3:] or list(EXPECTED)
        with concurrent.futures.ThreadPoolExecutor(max_workers=2) as pool:
            wrong = sum(pool.map(lambda names: judge(directory, names, EXPECTED[names]), only), [])
        if not sys.argv[3:]:
            wrong += where_found()
        for line in wrong:
            print(line)
        print(f"{len(only)} scenarios, {len(wrong)} complaints")
        return 1 if wrong else 0
    finally:
        shutil.rmtree(directory)


sys.exit(main())
