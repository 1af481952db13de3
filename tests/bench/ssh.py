"""The rounds of scripts/bench-ssh: ssh.py DIRECTORY_OF_PROGRAMS HOSTS ROUNDS."""
import json, os, resource, shlex, shutil, signal, statistics, subprocess, sys, tempfile, time

directory, hosts, rounds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
program, reader = f"{directory}/failback-doctor", f"{directory}/tests/bench-ssh"
# What a check asks, as the others read and run it: without logs, and nothing made up for names.
collect = [program, "collect", "--no-logs", "--redact", "secrets"]
work = tempfile.mkdtemp(prefix="fbd-bench-ssh.", dir="/var/tmp")
subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
os.makedirs("/run/sshd", exist_ok=True)
# Many processes of one machine play many machines.
resource.setrlimit(resource.RLIMIT_NOFILE, (16384, 16384))


signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended"))


def run(*command, **more):
    return subprocess.run(command, check=True, **more)


def addresses(count):
    return [f"127.0.{1 + i // 250}.{1 + i % 250}" for i in range(count)]


def set_up():
    os.makedirs(f"{work}/.ssh", mode=0o700)
    for name in ("host", "key"):
        run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", f"{work}/{name}")
    with open(f"{work}/sshd.conf", "w") as conf:
        conf.write(f"Port 2222\nListenAddress 0.0.0.0\nHostKey {work}/host\nPidFile none\nUsePAM no\n"
                   f"StrictModes no\nPermitRootLogin yes\nAuthorizedKeysFile {work}/key.pub\n"
                   "MaxStartups 1000\nSubsystem sftp internal-sftp\n")
    server = subprocess.Popen(["/usr/sbin/sshd", "-D", "-f", f"{work}/sshd.conf",
                               "-E", f"{work}/sshd.log"])
    key = open(f"{work}/host.pub").read().rsplit(" ", 1)[0]
    with open(f"{work}/known", "w") as known:
        known.write(f"[127.0.*]:2222 {key}\n")
    with open(f"{work}/ssh_config", "w") as config:
        config.write(f"Host *\n Port 2222\n User root\n IdentityFile {work}/key\n IdentitiesOnly yes\n"
                     f" UserKnownHostsFile {work}/known\n GlobalKnownHostsFile /dev/null\n BatchMode yes\n")
    for _ in range(100):
        if subprocess.run(["ssh", "-F", f"{work}/ssh_config", "127.0.1.1", "true"],
                          stderr=subprocess.DEVNULL).returncode == 0:
            return server
        time.sleep(0.1)
    sys.exit("sshd does not answer: " + open(f"{work}/sshd.log").read())


def site(count, file):
    access = f"{{user: root, port: 2222, known-hosts: {work}/known, key: {work}/key}}"
    with open(file, "w") as site_file:
        site_file.write("hosts:\n" + "".join(
            f"  h{i}: {{role: protected-vm, os: linux, address: {address}, reach: ssh, ssh: {access}}}\n"
            for i, address in enumerate(addresses(count))))


def equivalent():
    """One script that reads and runs what the questions do, for whoever has only a shell."""
    site(1, f"{work}/one.yaml")
    run(*collect, "--site", f"{work}/one.yaml", "--output", f"{work}/one.tar.zst",
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    lines = run("tar", "--zstd", "--wildcards", "-xOf", f"{work}/one.tar.zst", "manifest/*",
                capture_output=True, text=True).stdout.splitlines()
    observations = [line["observation"] for line in map(json.loads, lines)
                    if line["kind"] == "observation"]
    script, count = ["LC_ALL=C PATH=/usr/sbin:/usr/bin:/sbin:/bin; export LC_ALL PATH; cd /"], 0
    for one in observations:
        request = one["request"]
        kind = request.get("kind")
        count += 1
        if kind == "run-command":
            script.append(f"(eval {shlex.quote(request['script'])}) </dev/null 2>&1")
        elif kind == "read-file":
            script.append(f"cat {shlex.quote(request['path'])} 2>&1")
        elif kind == "read-tree":
            globs = " ".join(request["globs"])
            body = " && [ -f \"$f\" ] && cat \"$f\"" if request.get("contents", True) else ""
            script.append(f"for f in {globs}; do [ -e \"$f\" ] && stat -c '%n %f %s' \"$f\"{body}; done 2>&1")
        else:
            count -= 1
    with open(f"{work}/script.sh", "w") as file:
        file.write("\n".join(script) + "\ntrue\n")
    return count, len(observations)


def measure(command, **more):
    """Wall and CPU seconds and most memory (KiB) of a command and what it starts."""
    with tempfile.NamedTemporaryFile("r") as report, open(os.devnull, "w") as nowhere:
        begin = time.perf_counter()
        child = subprocess.Popen(["/usr/bin/time", "-o", report.name, "-f", "%M", *command],
                                 stdout=nowhere, stderr=nowhere, **more)
        _, status, used = os.wait4(child.pid, 0)
        wall = time.perf_counter() - begin
        child.returncode = os.waitstatus_to_exitcode(status)
        memory = int(report.read().split()[-1])
    return wall, used.ru_utime + used.ru_stime, memory, child.returncode


def met(is_met):
    return "met" if is_met else "MISSED"


server = set_up()
try:
    print(f"load of this machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    asked, all_questions = equivalent()
    print(f"{hosts} hosts; {all_questions} questions each, {asked} of them in the script for others")
    site(hosts, f"{work}/site.yaml")
    with open(f"{work}/hosts", "w") as file:
        file.write("".join(address + "\n" for address in addresses(hosts)))
    script = open(f"{work}/script.sh").read()
    loop = (f"for h in $(cat {work}/hosts); do ssh -F {work}/ssh_config $h sh <{work}/script.sh; done")
    environment = os.environ | {
        "ANSIBLE_LOCALHOST_WARNING": "0", "ANSIBLE_NOCOWS": "1", "ANSIBLE_LOCAL_TEMP": f"{work}/ansible",
        "ANSIBLE_SSH_ARGS": f"-F {work}/ssh_config"}
    contenders = {
        "failback-doctor": [*collect, "--site", f"{work}/site.yaml", "--output", f"{work}/all.tar.zst"],
        "pssh": ["parallel-ssh", "-h", f"{work}/hosts", "-p", str(hosts), "-t", "120", "-x", f"-F {work}/ssh_config",
                 "-I", "sh"],
        "ssh, one by one": ["bash", "-c", loop],
        "ansible -m raw": ["ansible", "all", "-i", f"{work}/hosts", "-f", str(hosts), "-m", "raw", "-a", script],
    }
    taken = {name: [] for name in contenders}
    for number in range(rounds + 1):
        for name, command in contenders.items():
            if os.path.exists(f"{work}/all.tar.zst"):
                os.remove(f"{work}/all.tar.zst")
            more = {"env": environment}
            if name == "pssh":
                more["stdin"] = open(f"{work}/script.sh")
            one = measure(command, **more)
            print(f"  round {number}: {name}: {one[0]:.2f} s, CPU {one[1]:.2f} s", file=sys.stderr)
            # A bundle with questions unanswered is a 3; the others have to have run everywhere.
            if one[3] not in ((0, 3) if name == "failback-doctor" else (0,)):
                sys.exit(f"{name} ended with {one[3]}")
            if number:  # the first round warms caches
                taken[name].append(one)

    def median(name, i):
        return statistics.median(one[i] for one in taken[name])

    def ratio(name, i):
        return statistics.median(theirs[i] / ours[i]
                                 for theirs, ours in zip(taken[name], taken["failback-doctor"]))

    print(f"{'':<20}{'wall s':>9}{'CPU s':>9}{'MiB':>7}   medians of {rounds} rounds")
    for name in contenders:
        print(f"{name:<20}{median(name, 0):9.2f}{median(name, 1):9.2f}{median(name, 2) / 1024:7.1f}")
    print(f"as fast as pssh: {ratio('pssh', 0):.1f} times, target >= 1.5: {met(ratio('pssh', 0) >= 1.5)}")
    print(f"as fast as ansible -m raw: {ratio('ansible -m raw', 0):.1f} times, target >= 3: "
          f"{met(ratio('ansible -m raw', 0) >= 3)}")
    share = 1 / ratio("ssh, one by one", 1)
    print(f"CPU of this side against ssh's loop: {share:.2f}, target <= 0.1: {met(share <= 0.1)}")

    with open(f"{work}/big", "wb") as big:
        for _ in range(100):
            big.write(os.urandom(1_000_000))
    times = {"sftp": [], "scp": []}
    for number in range(rounds + 2):
        for name, command in {
                "sftp": [reader, f"{work}/site.yaml", "h0", f"{work}/big"],
                "scp": ["scp", "-q", "-F", f"{work}/ssh_config", f"127.0.1.1:{work}/big", f"{work}/copy"]}.items():
            one = measure(command)
            if one[3] != 0:
                sys.exit(f"{name} ended with {one[3]}")
            if number:
                times[name].append(one)
    speed = statistics.median(b[0] / a[0] for a, b in zip(times["sftp"], times["scp"]))
    print(f"100 MB: SFTP {statistics.median(a[0] for a in times['sftp']):.2f} s, "
          f"scp {statistics.median(a[0] for a in times['scp']):.2f} s; {speed:.2f} times as fast, "
          f"target >= 1: {met(speed >= 1)}")

    most = {}
    for count in (1, 500):
        site(count, f"{work}/many.yaml")
        most[count] = measure([program, "check", "--site", f"{work}/many.yaml", "--probe", "access.ssh",
                               "--timeout", "120"])
    each = (most[500][2] - most[1][2]) / 499
    print(f"500 hosts logged in to: {most[500][0]:.1f} s, {most[500][2] / 1024:.0f} MiB, exit "
          f"{most[500][3]}; {each:.0f} KiB a host, target <= 200: {met(each <= 200)}")
finally:
    server.terminate()
    server.wait()
    shutil.rmtree(work)
