"""Measures clients that read all VMs of a vCenter, in interleaved rounds. Run by scripts/bench-vsphere:
vsphere.py PEERS ROUNDS [PROGRAM HEAVIER]
HEAVIER judges the same as PROGRAM and asks as much of every VM as is otherwise asked of the site's own."""
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

BENCH = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(BENCH.parent / "peers"))
from vcenter import ASR, Simulator, certificate  # noqa: E402

# What a check asks of every VM, and what the UUID and master target checks ask of any.
OF_ALL = ["name", "config.uuid", "config.instanceUuid", "config.template", "config.guestId", "runtime.host",
          "runtime.powerState", "runtime.connectionState", "guest.ipAddress", "config.hardware.device"]
HEAVY = ["name", "config.uuid", "config.instanceUuid", "config.hardware.device", "config.extraConfig", "snapshot"]


def measure(command, environment):
    """(wall seconds, CPU seconds, peak memory in MB) of the command with its children, and its last line."""
    with tempfile.NamedTemporaryFile("r") as figures, tempfile.TemporaryFile() as output:
        # GNU time is small: the memory of a forking Python would count as that of its child.
        timed = ["time", "--quiet", "-f", "%U %S %M", "-o", figures.name, *command]
        start = time.monotonic()
        code = subprocess.run(timed, env=environment, stdout=output, stderr=subprocess.STDOUT).returncode
        wall = time.monotonic() - start
        output.seek(max(0, output.seek(0, os.SEEK_END) - 2000))
        text = output.read().decode(errors="replace").strip()
        if code not in (0, 1, 2, 3):  # of a check: what it found
            raise SystemExit(f"{command[0]} failed: {text}")
        user, system, memory = figures.read().split()
    return (wall, float(user) + float(system), int(memory) / 1024), text


class Stock:
    """vcsim as it comes: one user, no rights, one disk per VM; encoding its answer takes most of the time."""

    def __init__(self, peers, directory):
        self.command = [f"{peers}/vcsim", "-l", "127.0.0.1:0", "-dc", "2", "-cluster", "5", "-host", "8", "-standalone-host", "0",
                        "-ds", "3", "-vm", "1000", "-username", ASR[0], "-password", ASR[1],
                        "-tlscert", certificate(directory)[0], "-tlskey", certificate(directory)[1]]

    def __enter__(self):
        self.process = subprocess.Popen(self.command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        ready = self.process.stdout.readline()
        self.port = int(ready.rsplit("/sdk", 1)[0].rsplit(":", 1)[1])
        return self

    def __exit__(self, *error):
        self.process.terminate()
        self.process.wait()


def thumbprint(directory):
    shown = subprocess.run(["openssl", "x509", "-noout", "-fingerprint", "-sha256", "-in", certificate(directory)[0]],
                           check=True, capture_output=True, text=True).stdout
    return shown.strip().split("=")[1].replace(":", "").lower()


def site_file(directory, port, master_target, protected_vm):
    vcenter = {"role": "vcenter", "url": f"https://127.0.0.1:{port}/sdk", "certificate-sha256": thumbprint(directory),
               "account": {"user": ASR[0], "password": {"env": "GOVC_PASSWORD"}}}
    path = pathlib.Path(directory) / f"site-{port}.yaml"
    path.write_text(json.dumps({"stack": "classic", "hosts": {  # JSON is YAML
        "vc01": vcenter, "mt01": {"role": "master-target", "os": "linux", "vm-name": master_target},
        "web01": {"role": "protected-vm", "os": "linux", "vm-name": protected_vm}}}))
    return path


def check(program, directory, port, master_target="mt01", protected_vm="web01"):
    probes = ["master-target", "uuid-clash", "vm-uuid-clash", "disk-enable-uuid", "snapshots", "scsi-controllers", "disk-count",
              "vmware-tools", "storage-vmotion", "retention-disk"]
    return [program, "check", "--site", site_file(directory, port, master_target, protected_vm), "--timeout", "300",
            *(part for probe in probes for part in ("--probe", f"vsphere.{probe}"))]


def clients(peers, properties, port, own):
    yield "curl, discarded", [BENCH / "vsphere_curl.sh", *properties]
    if own:
        yield "failback-doctor", own
    yield "govmomi program", [f"{peers}/vsphere_govmomi", *properties]
    yield "pyvmomi program", [BENCH / "vsphere_pyvmomi.py", "127.0.0.1", str(port), *properties]
    yield "govc object.collect", [f"{peers}/govc", "object.collect", "-json", "-type", "m", "/", *properties]


def compare(title, server, peers, properties, rounds, ours):
    environment = {**os.environ, "GOVC_URL": f"https://127.0.0.1:{server.port}/sdk", "GOVC_INSECURE": "1",
                   "GOVC_USERNAME": ASR[0], "GOVC_PASSWORD": ASR[1]}
    all_clients = list(clients(peers, properties, server.port, ours))
    print(f"\n{title}; load of this machine {os.getloadavg()[0]:.1f}", flush=True)
    results = {name: [] for name, _ in all_clients}
    for turn in range(rounds + 1):  # the first fills caches and is not counted
        for name, command in all_clients:
            figures, text = measure(command, environment)
            if turn:
                results[name].append(figures)
            elif "object.collect" not in name and command != ours or "bytes kept" in text:
                print(f"  {name}: {text.splitlines()[-1]}", flush=True)
    medians = {name: [statistics.median(column) for column in zip(*rows)] for name, rows in results.items()}
    print(f"  {'':22}{'wall s':>9}{'CPU s':>9}{'RSS MB':>9}")
    for name, (wall, cpu, memory) in medians.items():
        print(f"  {name:22}{wall:9.2f}{cpu:9.2f}{memory:9.0f}")
    if ours:
        own = medians["failback-doctor"]
        print(f"  failback-doctor takes {own[0] / medians['curl, discarded'][0]:.2f} times the wall time of curl")
        for name in list(medians)[2:]:
            print(f"  {name} takes {medians[name][0] / own[0]:.1f} times the wall time of failback-doctor, "
                  f"{medians[name][1] / own[1]:.1f} times the CPU, {medians[name][2] / own[2]:.1f} times the memory")
    sys.stdout.flush()


def main():
    peers, rounds = sys.argv[1], int(sys.argv[2])
    program, heavier = sys.argv[3:5] if len(sys.argv) > 4 else (None, None)
    with tempfile.TemporaryDirectory() as directory:
        def own_check(server, *machines):
            return program and check(program, directory, server.port, *machines)

        with Simulator(f"{peers}/vcsimx", "ten-thousand", directory) as server:
            own = heavier and [heavier, f"https://127.0.0.1:{server.port}/sdk", ASR[0], thumbprint(directory)]
            compare("10,000 VMs of realistic weight, all properties, login to verdict", server, peers, HEAVY, rounds, own)
            compare("The same 10,000 VMs, what a check asks, login to report", server, peers, OF_ALL, rounds, own_check(server))
        with Stock(peers, directory) as server:
            compare("10,000 VMs of the stock simulator, what a check asks", server, peers, OF_ALL, rounds,
                    own_check(server, "DC0_C0_RP0_VM0", "DC0_C0_RP0_VM1"))


main()
