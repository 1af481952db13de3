#!/usr/bin/python3
"""failback-doctor discover --vcenter against a simulated vCenter: discover_test.py PROGRAM VCSIMX
The difference is shown, nothing is written without a typed yes, and what is written is a site file that
the program reads, with everything in it that was there before."""
import json
import os
import pathlib
import pty
import subprocess
import sys
import tempfile

from vcenter import ASR, Simulator

PROGRAM, VCSIMX = sys.argv[1:3]
failures = []


def expect(name, **facts):
    wrong = [what for what in facts if not facts[what]]
    print(f"{'FAIL' if wrong else 'ok  '} {name}{': ' if wrong else ''}{', '.join(wrong)}", flush=True)
    if wrong:
        failures.append(name)


def site_text(sim):
    return f"""stack: classic
hosts:
  vc01:
    role: vcenter
    url: https://127.0.0.1:{sim.port}/sdk
    certificate-sha256: "{sim.thumbprint}"
    account:
      user: {ASR[0]}
      password: {{env: VC_PASSWORD}}
  mt01:
    role: master-target
    os: linux
  web01: {{role: protected-vm}}
  nowhere: {{role: protected-vm, os: linux}}
"""


class Run:
    def __init__(self, site, *more, answer=None, terminal=None, vcenter="vc01", password=ASR[1]):
        command = [PROGRAM, "discover", "--vcenter", vcenter, "--site", site, "--timeout", "60", *more]
        environment = {**os.environ, "VC_PASSWORD": password}
        if terminal is None:
            done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=120,
                                  **({"stdin": subprocess.DEVNULL} if answer is None else {"input": answer}))
        else:
            mine, its = pty.openpty()
            os.write(mine, terminal.encode())
            done = subprocess.run(command, stdin=its, capture_output=True, text=True, env=environment, timeout=120)
            os.close(mine)
            os.close(its)
        self.code, self.out, self.err = done.returncode, done.stdout, done.stderr
        self.has_secret = ASR[1] in self.out + self.err


def validity(site):
    """What the program says of the site file: 0 if it is one."""
    return subprocess.run([PROGRAM, "site", "test", site], capture_output=True, text=True).returncode


def main(directory):
    site = pathlib.Path(directory) / "site.yaml"
    with Simulator(VCSIMX, "healthy", directory) as sim:
        before = site_text(sim)
        site.write_text(before)
        site.chmod(0o640)
        for name, how in (("nobody there to answer", {}), ("a no", {"answer": "no\n"}), ("an empty line", {"answer": "\n"}),
                          ("a y is no yes", {"terminal": "y\n"})):
            run = Run(site, **how)
            expect(name, code=run.code == 3, unchanged=site.read_text() == before, asked='Type "yes"' in run.out,
                   said="Nothing was written." in run.out, no_secret=not run.has_secret)
        added = [line[1:].strip() for line in run.out.splitlines() if line.startswith("+") and not line.startswith("+++")]
        expect("the difference", vm_name=any(line == "vm-name: web01" for line in added),
               vcenter=any(line == "vcenter: vc01" for line in added), os=any(line == "os: linux" for line in added),
               esxi=any(line.startswith("esx01.example.net") for line in added),
               nothing_taken_away=not any(line.startswith("-") and not line.startswith("---") for line in run.out.splitlines()),
               unfound_is_told="nowhere: no machine there has its name or address" in run.out)

        run = Run(site, terminal="yes\n")
        text = site.read_text()
        expect("a typed yes", code=run.code == 0, written=text != before, said="is written" in run.out, no_secret=ASR[1] not in text,
               mode=site.stat().st_mode & 0o777 == 0o640, valid=validity(site) == 0, account_kept="env: VC_PASSWORD" in text,
               all_added=all(line in text for line in added),
               all_kept="nowhere" in text and "classic" in text)
        again = Run(site)
        expect("once more", code=again.code == 0, says_so="says all of it already" in again.out, unchanged=site.read_text() == text)
        check = subprocess.run([PROGRAM, "check", "--site", site, "--format", "json", "--timeout", "60"], capture_output=True,
                               text=True, env={**os.environ, "VC_PASSWORD": ASR[1]})
        findings = json.loads(check.stdout)["findings"]
        expect("a check with what was written", clash_judged=any(
            one["probe"] == "vsphere.uuid-clash" and one["status"] == "pass" for one in findings))

        site.write_text("# written by hand\n" + before)
        run = Run(site, answer="no\n")
        expect("comments", told="its comments (in 1 of its lines) are lost" in run.out)
        site.write_text(before)
        run = Run(site, vcenter="vc1", answer="yes\n")
        expect("an unknown vCenter", code=run.code == 3, hint="vc01" in run.err, unchanged=site.read_text() == before)
        run = Run(site, password="wrong", answer="yes\n")
        expect("a wrong password", code=run.code == 3, unchanged=site.read_text() == before, said="login" in run.out + run.err)
        calls = sim.calls()
        expect("it only reads", reads={one[0] for one in calls} <= {
            "RetrieveServiceContent", "Login", "Logout", "CreateContainerView", "DestroyView", "RetrievePropertiesEx",
            "ContinueRetrievePropertiesEx", "HasPrivilegeOnEntities", "QueryAssignedLicenses", "QueryDateTime", "QueryEvents",
            "RetrieveEntityPermissions"})
    site.write_text(before)
    run = Run(site, answer="yes\n")
    expect("nobody listens", code=run.code == 3, unchanged=site.read_text() == before)


with tempfile.TemporaryDirectory() as directory:
    main(directory)
sys.exit(1 if failures else 0)
