#!/usr/bin/env python3
"""A key's passphrase, asked on a terminal: passphrase_test.py PROGRAM. A pty plays the terminal, a
real sshd on loopback the hosts. Needs root (sshd)."""
import os, pty, select, shutil, subprocess, sys, tempfile, termios, time

program = os.path.realpath(sys.argv[1])
if os.getuid() != 0:
    print("skipped: needs root")
    sys.exit(77)
work = tempfile.mkdtemp(prefix="fbd-passphrase.", dir="/var/tmp")
os.makedirs("/run/sshd", exist_ok=True)
failures = 0


def check(name, holds, said=""):
    global failures
    print("ok   " if holds else "WRONG", name)
    if not holds:
        failures += 1
        print(said)


def keygen(name, phrase):
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", phrase, "-f", f"{work}/{name}"], check=True)


keygen("host", "")
keygen("locked", "open sesame")
shutil.copy(f"{work}/locked.pub", f"{work}/authorized")
with open(f"{work}/sshd.conf", "w") as conf:
    conf.write(f"ListenAddress 127.0.6.1:2260\nHostKey {work}/host\nPidFile none\n"
               "UsePAM no\nStrictModes no\nPermitRootLogin yes\nPasswordAuthentication no\n"
               f"AuthorizedKeysFile {work}/authorized\n")
sshd = subprocess.Popen(["/usr/sbin/sshd", "-D", "-f", f"{work}/sshd.conf", "-E", f"{work}/sshd.log"])
host_key = open(f"{work}/host.pub").read().rsplit(" ", 1)[0]
with open(f"{work}/known", "w") as known:
    known.write(f"[127.0.6.1]:2260 {host_key}\n")
access = f"{{user: root, port: 2260, known-hosts: {work}/known, key: {work}/locked}}"
with open(f"{work}/site.yaml", "w") as site:
    site.write("hosts:\n" + "".join(
        f"  h{i}: {{role: protected-vm, os: linux, address: 127.0.6.1, reach: ssh, ssh: {access}}}\n"
        for i in range(3)))
command = [program, "check", "--site", f"{work}/site.yaml", "--probe", "access.ssh"]
environment = {key: value for key, value in os.environ.items() if key != "SSH_AUTH_SOCK"}
environment["HOME"] = work


def on_terminal(typed, interrupt=False):
    """What the terminal showed, the exit code, and whether it hid what was typed, and only that."""
    child, terminal = pty.fork()
    if child == 0:
        os.execve(program, command, environment)
    shown, sent, end = b"", False, time.time() + 60
    hidden = None
    while time.time() < end:
        ready, _, _ = select.select([terminal], [], [], 0.5)
        if ready:
            try:
                some = os.read(terminal, 65536)
            except OSError:
                break
            if not some:
                break
            shown += some
        if not sent and b"Passphrase of the key" in shown:
            hidden = not termios.tcgetattr(terminal)[3] & termios.ECHO
            os.write(terminal, b"\x03" if interrupt else typed + b"\n")
            sent = True
    _, status = os.waitpid(child, 0)
    shows_again = bool(termios.tcgetattr(terminal)[3] & termios.ECHO)
    os.close(terminal)
    return (shown.decode(errors="replace"), os.waitstatus_to_exitcode(status),
            hidden and shows_again)


try:
    for _ in range(100):
        if subprocess.run(["bash", "-c", "exec 3<>/dev/tcp/127.0.6.1/2260"], stderr=subprocess.DEVNULL).returncode == 0:
            break
        time.sleep(0.1)
    shown, code, hidden = on_terminal(b"open sesame")
    check("logs in with what was typed", code == 0, shown)
    check("asks once for three hosts", shown.count("Passphrase of the key") == 1, shown)
    check("names the file", f"{work}/locked" in shown, shown)
    check("does not show what is typed", hidden and "sesame" not in shown, shown)
    shown, code, _ = on_terminal(b"open barley")
    check("a wrong one is told", code == 2 and "cannot be opened with" in " ".join(shown.split()), shown)
    check("... and not shown", "barley" not in shown, shown)
    shown, code, _ = on_terminal(b"")
    check("nothing typed: told how else", code == 2 and "needs a passphrase" in " ".join(shown.split()), shown)
    shown, code, hidden = on_terminal(b"", interrupt=True)
    check("Ctrl-C at the prompt ends it", code in (3, 130) and hidden, f"{code}: {shown}")
    # Without any terminal nobody is asked, and nothing hangs.
    alone = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True,
                           text=True, timeout=60, start_new_session=True)
    words = " ".join(alone.stdout.split())
    check("no terminal: told how to give it", alone.returncode == 2 and "needs a passphrase" in words
          and "passphrase: {file: FILE}" in words and "ssh-agent" in words, alone.stdout)
    check("... and nobody is asked", "Passphrase of the key" not in alone.stdout + alone.stderr)
finally:
    sshd.terminate()
    sshd.wait()
    shutil.rmtree(work)
sys.exit(1 if failures else 0)
