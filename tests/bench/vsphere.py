"""Measures clients that read all VMs of a vCenter, in interleaved rounds. Run by scripts/bench-vsphere:
vsphere.py PEERS ROUNDS [OURS]"""
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

PROPERTIES = ["name", "config.uuid", "config.instanceUuid", "config.hardware.device", "config.extraConfig", "snapshot"]


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
        if code:
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


def clients(peers, directory, port, ours):
    yield "curl, discarded", [BENCH / "vsphere_curl.sh", *PROPERTIES]
    if ours:
        yield "failback-doctor", [ours, f"https://127.0.0.1:{port}/sdk", ASR[0], thumbprint(directory)]
    yield "govmomi program", [f"{peers}/vsphere_govmomi", *PROPERTIES]
    yield "pyvmomi program", [BENCH / "vsphere_pyvmomi.py", "127.0.0.1", str(port), *PROPERTIES]
    yield "govc object.collect", [f"{peers}/govc", "object.collect", "-json", "-type", "m", "/", *PROPERTIES]


def compare(title, server, peers, directory, rounds, ours):
    environment = {**os.environ, "GOVC_URL": f"https://127.0.0.1:{server.port}/sdk", "GOVC_INSECURE": "1",
                   "GOVC_USERNAME": ASR[0], "GOVC_PASSWORD": ASR[1]}
    all_clients = list(clients(peers, directory, server.port, ours))
    print(f"\n{title}; load of this machine {os.getloadavg()[0]:.1f}", flush=True)
    results = {name: [] for name, _ in all_clients}
    for turn in range(rounds + 1):  # the first fills caches and is not counted
        for name, command in all_clients:
            figures, text = measure(command, environment)
            if turn:
                results[name].append(figures)
            elif "object.collect" not in name:
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
    ours = sys.argv[3] if len(sys.argv) > 3 else None
    with tempfile.TemporaryDirectory() as directory:
        with Simulator(f"{peers}/vcsimx", "ten-thousand", directory) as server:
            compare("10,000 VMs of realistic weight, replayed from memory", server, peers, directory, rounds, ours)
        with Stock(peers, directory) as server:
            compare("10,000 VMs of the stock simulator", server, peers, directory, rounds, ours)


main()
