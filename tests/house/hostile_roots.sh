#!/usr/bin/env bash
# Disks that were made, or broken, to do harm: "show network --root" has to come to an end with little
# memory, name what it could not read (file, line, reason, consequence), and read the rest.
#
#   hostile_roots.sh FAILBACK-DOCTOR
#
# Each root has one good file beside the bad ones. Bounds are generous: they tell what never ends
# from what is slow because the machine is busy or the build is one with a sanitizer.
set -euo pipefail
directory=$(mktemp -d)
trap 'rm -rf "${directory:?}"' EXIT
python3 - "$(realpath "$1")" "$directory" <<'PYTHON'
import json, os, random, resource, subprocess, sys

program, directory = sys.argv[1], sys.argv[2]
sanitized = b"__asan_init" in open(program, "rb").read() or b"__tsan_init" in open(program, "rb").read()
SECONDS = 120 if not sanitized else 600           # of CPU, for a root
MEGABYTES = 256 if not sanitized else 4096        # of memory
SCRIPTS, SUSE = "/etc/sysconfig/network-scripts/", "/etc/sysconfig/network/"
PROFILES, NETWORKD, PIECES = "/etc/NetworkManager/system-connections/", "/etc/systemd/network/", "/etc/network/interfaces.d/"
CONFIGURATION = ["/etc/netplan/50.yaml", PROFILES + "x.nmconnection", SCRIPTS + "ifcfg-x", SUSE + "ifcfg-x",
                 SUSE + "routes", NETWORKD + "50-x.network", NETWORKD + "50-x.link", "/etc/network/interfaces",
                 PIECES + "x", "/etc/dhcpcd.conf", "/etc/NetworkManager/NetworkManager.conf"]
# To whose readers nothing is a mistake, or that nobody includes here.
TAKE_ANYTHING = (SUSE + "ifcfg-x", PIECES + "x", NETWORKD + "50-x.link", "/etc/dhcpcd.conf")
LEASES = ["/var/lib/dhcp/dhclient.eth0.leases", "/var/lib/NetworkManager/internal-x-eth0.lease",
          "/var/lib/dhcpcd/eth0.lease", "/var/lib/wicked/lease-eth0-dhcp-ipv4.xml"]
OTHERS = ["/var/lib/dpkg/status", "/var/log/dpkg.log", "/etc/resolv.conf", "/etc/os-release", "/etc/default/grub",
          "/etc/udev/rules.d/70-persistent-net.rules", "/lib/systemd/system/NetworkManager.service",
          "/var/lib/rpm/Packages", "/var/lib/rpm/rpmdb.sqlite", "/var/lib/rpm/Packages.db"]


class Root:
    def __init__(self, name):
        self.name, self.path = name, os.path.join(directory, name)
        self.write(NETWORKD + "10-good.network", "[Match]\nName=good\n[Network]\nAddress=192.0.2.9/24\n")

    def place(self, path):
        os.makedirs(os.path.dirname(self.path + path), exist_ok=True)
        return self.path + path

    def write(self, path, data):
        with open(self.place(path), "wb") as file:
            file.write(data if isinstance(data, bytes) else data.encode())
        os.chmod(self.path + path, 0o600)

    def large(self, path, line, size):
        self.write(path, line * (size // len(line)))

    def sparse(self, path, size):
        self.write(path, "")
        os.truncate(self.path + path, size)

    def link(self, path, target): os.symlink(target, self.place(path))
    def fifo(self, path): os.mkfifo(self.place(path))

    def limit(self):
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        if not sanitized: resource.setrlimit(resource.RLIMIT_DATA, (MEGABYTES << 20, MEGABYTES << 20))

    def check(self, expected, connections=1):
        """What has to be in problems[], as (file, part of the reason)."""
        run = subprocess.run([program, "show", "network", "--timeout", "60", "--root", self.path],
                             capture_output=True, preexec_fn=self.limit)
        def wrong(what): sys.exit(f"{self.name}: {what}\n{run.stdout[:3000].decode(errors='replace')}")
        if run.returncode != 0: wrong(f"exit code {run.returncode}: {run.stderr[:500]}")
        answer = json.loads(run.stdout)
        if answer["connections"] is None: wrong(f"nothing was read: {answer['unknown']}")
        if not any(one["interface"] == "good" and one["status"] == "ok" for one in answer["connections"]):
            wrong("the good file is not there")
        if len(answer["connections"]) < connections: wrong(f"only {len(answer['connections'])} connections")
        for one in answer["problems"]:
            if not (one["file"] and one["reason"] and one["consequence"] and isinstance(one["line"], int)):
                wrong(f"a problem without its words: {one}")
        told = [(one["file"], one["reason"]) for one in answer["problems"]]
        told += [(one["message"], one["message"]) for one in answer["unknown"]]
        for file, reason in expected:
            if not any(file in where and reason in why for where, why in told):
                wrong(f"nothing is said of {file}: {reason}\n{told}")
        print(f"{self.name}: {len(answer['connections'])} connections, {len(answer['problems'])} problems")


# 10,000 files, of all kinds and of one.
def files(root, count, kinds):
    for i in range(count):
        address = f"10.{i // 256 % 256}.{i % 256}.1"
        every = [
            ("/etc/netplan/%05d.yaml" % i, f"network:\n  ethernets:\n    p{i}: {{addresses: [{address}/24]}}\n"),
            (f"{PROFILES}c{i}.nmconnection", f"[connection]\nid=c{i}\ntype=ethernet\ninterface-name=k{i}\n"
             f"[ipv4]\nmethod=manual\naddress1={address}/24\n"),
            (f"{SCRIPTS}ifcfg-r{i}", f"DEVICE=r{i}\nIPADDR={address}\nPREFIX=24\n"),
            (f"{SUSE}ifcfg-s{i}", f"BOOTPROTO='static'\nIPADDR='{address}/24'\n"),
            ("%s%05d.network" % (NETWORKD, i + 20000), f"[Match]\nName=n{i}\n[Network]\nAddress={address}/24\n"),
            (f"{PIECES}f{i}", f"auto u{i}\niface u{i} inet static\n address {address}/24\n")]
        for path, text in every[kinds]: root.write(path, text)

root = Root("10,000 files of all kinds")
root.write("/etc/network/interfaces", "source /etc/network/interfaces.d/*\n")
files(root, 1700, slice(0, 6))
root.check([], 10000)
root = Root("10,000 profiles")
files(root, 10000, slice(1, 2))
root.check([], 10000)

root = Root("a folder that overflows")
files(root, 21000, slice(5, 6))
root.write("/etc/network/interfaces", "source /etc/network/interfaces.d/*\n")
root.check([(PIECES[:-1], "only so many were looked at")], 5000)

root = Root("FIFOs")
for path in CONFIGURATION + LEASES + OTHERS: root.fifo(path)
root.check([(path, "a FIFO") for path in CONFIGURATION + LEASES + ["/var/lib/dpkg/status"]])

root = Root("sparse files of 100 MB")
for path in CONFIGURATION + LEASES + OTHERS: root.sparse(path, 100 << 20)
root.check([(path, "more than") for path in CONFIGURATION + LEASES + ["/var/lib/dpkg/status"]])

root = Root("files of 100 MB")
root.large("/etc/netplan/50.yaml", "network: {version: 2}\n", 100 << 20)
root.large("/var/lib/dpkg/status", "Package: x\nStatus: install ok installed\n\n", 100 << 20)
root.check([("/etc/netplan/50.yaml", "more than"), ("/var/lib/dpkg/status", "more than")])

root = Root("large files together")
for path in CONFIGURATION: root.large(path, "x = y\n", 3 << 20)
root.check([(path, "") for path in CONFIGURATION[:6] if path not in TAKE_ANYTHING])

random.seed(1)
root = Root("binary junk")
for path in CONFIGURATION + LEASES + OTHERS:
    root.write(path, bytes(random.randrange(256) for _ in range(3000)))
root.check([(path, "") for path in CONFIGURATION if path not in TAKE_ANYTHING])

root = Root("loops")
root.link("/etc/netplan/50.yaml", "50.yaml")
root.link(NETWORKD + "20.network", "21.network")
root.link(NETWORKD + "21.network", "20.network")
root.link(PROFILES[:-1], "system-connections")
root.link("/etc/sysconfig", "/etc/sysconfig")
root.link(PIECES + "up", "..")
root.write("/etc/network/interfaces", "source interfaces\nsource /etc/network/interfaces.d/*\n"
           "auto eth0\niface eth0 inet static\n address 10.0.0.1/24\n")
root.write(PIECES + "a", "source ../interfaces\nsource b\n")
root.write(PIECES + "b", "source a\nsource-directory /etc/network/interfaces.d\n")
root.check([(path, "symbolic links") for path in
            ("/etc/netplan/50.yaml", NETWORKD + "20.network", PROFILES[:-1], SCRIPTS[:-1])], 2)

root = Root("files that include one another")
root.write("/etc/network/interfaces", "source /etc/network/interfaces.d/*\n")
for i in range(300): root.write(f"{PIECES}f{i}", "source /etc/network/interfaces.d/*\n" * 50)
root.check([(PIECES, "too many files")])

for name, text in (("aliases", "a: &a [1,1,1,1,1,1,1,1]\n" + "".join(
                       f"{chr(98 + i)}: &{chr(98 + i)} [{', '.join(['*' + chr(97 + i)] * 8)}]\n" for i in range(12))),
                   ("depth", "[" * 200000)):
    root = Root("YAML of endless " + name)
    root.write("/etc/netplan/50.yaml", text)
    root.check([("/etc/netplan/50.yaml", "")])

root = Root("lines of a megabyte")
for path in CONFIGURATION: root.write(path, "x" * (1 << 20))
root.check([(path, "") for path in CONFIGURATION if path not in TAKE_ANYTHING])
PYTHON
