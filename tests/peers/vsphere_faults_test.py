#!/usr/bin/python3
"""What failback-doctor makes of a vCenter that fails in every way: vsphere_faults_test.py PROGRAM VCSIMX
Nothing hangs, nothing is half judged, memory stays flat, the password appears nowhere, and whoever
was logged in is logged out."""
import contextlib
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time

from vcenter import ASR, SCENARIOS, Simulator

PROGRAM, VCSIMX = sys.argv[1:3]
SECRET = ASR[1]
MOST_KILOBYTES = 120_000  # of a debug build; the libraries alone are half of it
failures = []


class Run:
    """failback-doctor show vsphere against one scenario."""

    def __init__(self, directory, changes=None, include="healthy", trust=True, timeout=20, url=None, interrupt=None,
                 password=SECRET):
        scenario = {"include": str(SCENARIOS / f"{include}.json"), **(changes or {})}
        path = pathlib.Path(directory) / "scenario.json"
        path.write_text(json.dumps(scenario))
        with Simulator(VCSIMX, path, directory) as sim:
            site = {"hosts": {"vc01": {"role": "vcenter", "url": url or f"https://127.0.0.1:{sim.port}/sdk",
                                       "account": {"user": ASR[0], "password": {"env": "VC_PASSWORD"}}},
                              "mt01": {"role": "master-target", "os": "linux"}, "web01": {"role": "protected-vm"}}}
            if trust:
                site["hosts"]["vc01"]["certificate-sha256"] = sim.thumbprint
            (pathlib.Path(directory) / "site.yaml").write_text(json.dumps(site))
            began = time.monotonic()
            process = subprocess.Popen([PROGRAM, "show", "vsphere", "--host", "vc01", "--site", f"{directory}/site.yaml",
                                        "--timeout", str(timeout)], text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                       env={**os.environ, "VC_PASSWORD": password})
            watch = threading.Thread(target=self.watch_memory, args=(process,))
            watch.start()
            if interrupt:
                time.sleep(interrupt)
                process.send_signal(signal.SIGINT)
            self.out, self.err = process.communicate(timeout=120)
            self.took = time.monotonic() - began
            watch.join()
            self.calls = sim.calls()
            self.thumbprint = sim.thumbprint.replace(":", "").lower()
        self.left_open = sim.last_words
        self.document = json.loads(self.out) if self.out.startswith("{") else {}
        self.unknown = {one["what"]: one["kind"] for one in self.document.get("unknown", [])}

    kilobytes = 0

    def watch_memory(self, process):
        while process.poll() is None:
            with contextlib.suppress(OSError, TypeError):
                with open(f"/proc/{process.pid}/status") as status:
                    peak = re.search(r"VmHWM:\s+(\d+)", status.read())
                self.kilobytes = max(self.kilobytes, int(peak[1]))
            time.sleep(0.02)

    def outcome(self):
        return (self.document.get("server") or {}).get("outcome")

    def login(self):
        return (self.document.get("account") or {}).get("outcome")


def expect(name, run, **facts):
    wrong = [f"{what} is {facts[what]}" for what in facts if not facts[what]]
    if password_in(run):
        wrong.append("the password was shown")
    if re.search(r"[1-9]\d* session", run.left_open or ""):
        wrong.append(f"not logged out: {run.left_open.strip()}")
    print(f"{'FAIL' if wrong else 'ok  '} {name}: {run.took:.1f} s, {run.kilobytes} KiB, {run.outcome()}, {run.login()}, {run.unknown}", flush=True)
    if wrong:
        failures.append(f"{name}: {'; '.join(wrong)}\n{run.err[-600:]}")


def password_in(run):
    return any(SECRET in text for text in (run.out, run.err))


def fault(**what):
    return {"faults": {"one": what}}


def main(directory):
    page = {"paging": {"default": 2, "max": 2}}
    run = Run(directory)
    known = {"server", "account", "roles", "privileges", "permissions", "machines", "site_machines", "hosts", "clocks",
             "datastores", "licences", "assigned_licences", "events", "clusters", "datastore_clusters", "inventory"}
    expect("healthy", run, all_known=not run.unknown, whole=known <= set(run.document), accepted=run.login() == "accepted",
           one_login=sum(one[0] == "Login" for one in run.calls) == 1,
           one_logout=sum(one[0] == "Logout" for one in run.calls) == 1)
    healthy = run.document
    run = Run(directory, page)
    expect("pages of two", run, same=run.document["machines"] == healthy["machines"] and not run.unknown)

    def in_page(name, kind, **what):
        run = Run(directory, {**page, **fault(method="ContinueRetrievePropertiesEx", **what)}, timeout=5)
        expect(name, run, kind=run.unknown.get("machines") == kind, nothing_half=run.document["machines"] is None)

    in_page("cut in the middle of a page", "reset", cut=True, at="50%")
    in_page("truncated page", "malformed", truncate=True, at="50%")
    in_page("malformed page", "malformed", malformed=True, at="30%")
    in_page("entity bomb", "malformed", entityBomb=True)
    in_page("a proxy's 503 between pages", "failed", status=503)
    in_page("every session ends between pages", "denied", endSession=True)
    in_page("stall in a page", "timed-out", stallSeconds=10, at="50%")
    # Five machines, one a page: all but the first come two seconds late, together later than one deadline.
    run = Run(directory, {"paging": {"default": 1, "max": 1},
                          **fault(method="ContinueRetrievePropertiesEx", stallSeconds=2, at="50%")}, timeout=6)
    expect("slow but steady pages", run, same=run.document["machines"] == healthy["machines"] and not run.unknown,
           longer_than_a_deadline=run.took > 6)

    run = Run(directory, {**page, **fault(method="ContinueRetrievePropertiesEx", endSession=True, times=1)})
    expect("one session ends between pages", run, same=run.document["machines"] == healthy["machines"],
           two_logins=sum(one[0] == "Login" for one in run.calls) == 2)
    run = Run(directory, {**page, **fault(method="RetrievePropertiesEx", endSession=True, skip=2, times=1),
                          "session": {"unauthenticated": "missing"}})
    expect("a session ends, and values are missing without a fault", run, nothing_half=not run.unknown or
           "NotAuthenticated" not in run.out)
    run = Run(directory, {**page, **fault(method="ContinueRetrievePropertiesEx", removeVms=["web01"])})
    expect("a machine is gone while it is read", run, read="machines" not in run.unknown)

    for shape, what in (("text", "one endless value"), ("objects", "endless objects")):
        run = Run(directory, fault(method="RetrievePropertiesEx", skip=1, times=1, floodMegabytes=200, floodShape=shape),
                  timeout=60)
        expect(f"200 MB of {what}", run, little_memory=0 < run.kilobytes < MOST_KILOBYTES)

    run = Run(directory, trust=False)
    expect("nobody is trusted", run, untrusted=run.outcome() == "untrusted", shown=run.thumbprint in run.out,
           nothing_sent=not run.calls, kind=run.unknown.get("account") == "denied")
    first = {"method": "RetrieveServiceContent"}
    for name, what, outcome in (("401 in front", {"status": 401, "header": {"WWW-Authenticate": "Basic"}}, "http-error"),
                                ("503 in front", {"status": 503}, "http-error"),
                                ("a web page", {"body": "<html><body>Sign in</body></html>"}, "not-vsphere"),
                                ("other XML", {"body": "<?xml version=\"1.0\"?><rss/>"}, "not-vsphere"),
                                ("a redirection", {"status": 302, "header": {"Location": "https://192.0.2.1/?a=b"}}, "redirected"),
                                ("half a greeting", {"truncate": True, "at": "50%"}, "broken")):
        run = Run(directory, fault(**first, **what), timeout=5)
        expect(name, run, outcome=run.outcome() == outcome, no_login=not any(one[0] == "Login" for one in run.calls),
               kind=run.unknown.get("machines") == "malformed")
    for include, outcome in (("account-locked", "locked"), ("password-expired", "password-expired"),
                             ("no-permission-at-all", "no-permission")):
        run = Run(directory, include=include)
        expect(include, run, login=run.login() == outcome, others=run.unknown.get("machines") == "denied",
               once=sum(one[0] == "Login" for one in run.calls) == 1)
    run = Run(directory, password="<&\"' wrong")
    expect("wrong password", run, login=run.login() == "wrong-password",
           once=sum(one[0] == "Login" for one in run.calls) == 1)
    run = Run(directory, {"users": {ASR[0]: {"password": "<&\"'>"}}}, password="<&\"'>")
    expect("a password of XML's own characters", run, login=run.login() == "accepted")
    run = Run(directory, url="https://127.0.0.1:1/sdk")
    expect("nobody listens", run, refused=run.unknown.get("server") == "refused" == run.unknown.get("machines"))
    run = Run(directory, fault(method="RetrievePropertiesEx", stallSeconds=30, at="10%"), interrupt=2.0, timeout=30)
    expect("Ctrl-C", run, soon=run.took < 10)


with tempfile.TemporaryDirectory() as directory:
    main(directory)
for one in failures:
    print(one, file=sys.stderr)
sys.exit(1 if failures else 0)
