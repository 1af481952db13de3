#!/usr/bin/python3
"""Every check of vCenter and ESXi against the simulator, well and sick: vsphere_probes_test.py PROGRAM VCSIMX

For each scenario of tests/peers/vsphere: what has to be found, and that nothing else of its kind is.
The simulator is started on a free port of loopback with a certificate of its own and ended again."""
import concurrent.futures, json, os, pathlib, re, shutil, subprocess, sys, tempfile

program, vcsimx = sys.argv[1], sys.argv[2]
here = pathlib.Path(__file__).resolve().parent / "vsphere"

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
}


def certificate(directory):
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", directory / "key.pem",
                    "-out", directory / "cert.pem", "-days", "30", "-subj", "/CN=vc01",
                    "-addext", "subjectAltName=IP:127.0.0.1"], check=True, stderr=subprocess.DEVNULL)


def start(directory, scenario):
    simulator = subprocess.Popen([vcsimx, "-scenario", here / f"{scenario}.json", "-cert", directory / "cert.pem",
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
    running, hosts = [], []
    try:
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
                        "  db01: {role: protected-vm, os: linux}\n")
        done = subprocess.run([program, "check", "--site", site, "--format", "json", "--timeout", "60"] +
                              (["--save", work / "bundle.tar.zst"] if os.environ.get("SAVE") else []),
                              capture_output=True, text=True, timeout=300,
                              env={**os.environ, "VSPHERE_PASSWORD": "Failback!23"})
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


def judge(directory, names, expected):
    findings, errors = check(directory, names.split())
    if findings is None:
        return [f"{names}: {errors}"]
    found = {one["code"].removeprefix("vsphere.") for one in findings
             if one["code"].startswith("vsphere.") and one["status"] in ("fail", "warn")}
    wrong = [f"{names}: {code} is not found" for code in expected if code not in found]
    wrong += [f"{names}: {code} is found" for code in sorted(found - set(expected) - set(ALSO.get(names, [])))]
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
        for line in wrong:
            print(line)
        print(f"{len(only)} scenarios, {len(wrong)} complaints")
        return 1 if wrong else 0
    finally:
        shutil.rmtree(directory)


sys.exit(main())
