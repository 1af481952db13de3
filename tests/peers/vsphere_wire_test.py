#!/usr/bin/python3
"""What goes wrong between failback-doctor and a vCenter: nothing hangs, nothing is known by half, memory
stays bounded, sessions are ended, and the password is nowhere: vsphere_wire_test.py FAILBACK-DOCTOR VCSIMX"""
import json
import os
import subprocess
import sys
import tempfile
import time
import unittest

from vcenter import ASR, SCENARIOS, Simulator, certificate

VCSIMX = sys.argv.pop()
PROGRAM = sys.argv.pop()
DIRECTORY = tempfile.TemporaryDirectory()
DEADLINE = 5
PATIENCE = 120  # of this test, on a busy machine
ALL = ["cs01", "db01", "mt01", "tmpl-ubuntu", "web01"]


def site_file(sim, user=ASR[0], password=ASR[1]):
    secret = f"{DIRECTORY.name}/secret"
    with open(secret, "w", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
        file.write(password)
    with open(f"{DIRECTORY.name}/site.yaml", "w") as file:
        json.dump({"stack": "classic", "hosts": {
            "vc01": {"role": "vcenter", "url": f"https://127.0.0.1:{sim.port}/sdk", "ca-file": certificate(DIRECTORY.name)[0],
                     "account": {"user": user, "password": {"file": secret}}},
            "mt01": {"role": "master-target", "os": "linux"}, "web01": {"role": "protected-vm", "os": "linux"}}}, file)
    return file.name


class Shown:
    """What "show vsphere" says of one simulated vCenter."""

    def __init__(self, scenario, deadline=DEADLINE, password=ASR[1]):
        with Simulator(VCSIMX, scenario, DIRECTORY.name) as sim:
            start = time.monotonic()
            child = subprocess.Popen(
                [PROGRAM, "show", "vsphere", "--host", "vc01", "--timeout", str(deadline), "--site", site_file(sim, password=password)],
                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            text, self.errors = child.communicate(timeout=PATIENCE)
            self.seconds = time.monotonic() - start
            self.calls = sim.calls()
        self.left_open = sim.last_words
        self.text = text
        self.all = json.loads(text)
        self.unknown = {one["what"]: one for one in self.all["unknown"]}

    def names(self):
        return self.all["machines"] and sorted(one["name"] for one in self.all["machines"])


def faults(name, *changes, paging=None):
    made = {"include": str(SCENARIOS / "healthy.json"), "faults": {str(i): one for i, one in enumerate(changes)}}
    if paging:
        made["paging"] = paging
    with open(f"{DIRECTORY.name}/{name}.json", "w") as file:
        json.dump(made, file)
    return file.name


class Wire(unittest.TestCase):
    def is_unknown(self, shown, what="machines"):
        """Not known at all, with a reason, and not the half of it."""
        self.assertIsNone(shown.all[what])
        self.assertTrue(shown.unknown[what]["message"])
        self.assertNotIn(ASR[1], shown.text + shown.errors)

    def test_well(self):
        shown = Shown("healthy", deadline=60)
        self.assertEqual(shown.names(), ALL)
        self.assertEqual(shown.unknown, {})
        self.assertEqual(shown.left_open, "")
        self.assertEqual([call[0] for call in shown.calls].count("Login"), 1)
        self.assertNotIn(ASR[1], shown.text + shown.errors)

    def test_pages_prefixes_and_compression(self):
        for scenario in ("wire-go-prefixes", faults("pages", paging={"max": 1})):
            shown = Shown(scenario, deadline=60)
            self.assertEqual(shown.names(), ALL)
            self.assertEqual(shown.unknown, {})

    def test_only_reads(self):
        methods = {call[0] for call in Shown("healthy", deadline=60).calls}
        reading = {"RetrieveServiceContent", "CurrentTime", "Login", "Logout", "CreateContainerView", "DestroyView",
                   "RetrievePropertiesEx", "ContinueRetrievePropertiesEx", "CancelRetrievePropertiesEx", "QueryEvents",
                   "HasPrivilegeOnEntities", "RetrieveEntityPermissions", "QueryAssignedLicenses", "QueryDateTime"}
        self.assertLessEqual(methods, reading)

    def test_a_session_that_expires_once_is_renewed(self):
        shown = Shown("wire-session-expires", deadline=60)
        self.assertEqual(shown.names(), ALL)

    def test_a_session_that_never_lasts(self):
        self.is_unknown(Shown("wire-session-never-lasts"))

    def test_broken_answers(self):
        for scenario in ("wire-cut", "wire-malformed", "wire-truncated", "wire-entity-bomb"):
            with self.subTest(scenario):
                self.is_unknown(Shown(scenario))

    def test_every_place_of_a_cut(self):
        for at in ("1", "1%", "10%", "50%", "90%", "99%"):
            for what in ("cut", "truncate"):
                with self.subTest(what, at=at):
                    self.is_unknown(Shown(faults("place", {"method": "RetrievePropertiesEx", what: True, "at": at})))

    def test_stall_and_trickle(self):
        for scenario in ("wire-stall", "wire-trickle"):
            with self.subTest(scenario):
                shown = Shown(scenario, deadline=2)
                self.is_unknown(shown)
                self.assertEqual(shown.unknown["machines"]["kind"], "timed-out")

    def test_floods(self):
        for scenario in ("wire-flood-text", "wire-flood-objects"):
            with self.subTest(scenario), Simulator(VCSIMX, scenario, DIRECTORY.name) as sim:
                site = site_file(sim)
                # The limit is that of all its memory: 200 MB would not fit beside the program.
                command = f"ulimit -v 400000; exec '{PROGRAM}' show vsphere --host vc01 --timeout 20 --site '{site}'"
                done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=PATIENCE)
                self.assertEqual(done.returncode, 0, done.stderr)

    def test_changing_inventory(self):
        shown = Shown("wire-changing", deadline=60)
        names = shown.names()
        self.assertEqual(len(names), len(set(names)))
        self.assertIn("mt01", names)

    def test_proxies_and_strangers(self):
        for scenario, outcome in (("wire-proxy-401", "http_error"), ("wire-proxy-503", "http_error"), ("wire-not-vcenter", "not_vsphere")):
            with self.subTest(scenario):
                shown = Shown(scenario)
                self.assertEqual(shown.all["server"]["outcome"].replace("-", "_"), outcome)
                self.assertNotIn("Login", {call[0] for call in shown.calls})
                self.is_unknown(shown)

    def test_refused_logins(self):
        for scenario, password, outcome in (("healthy", "wrong-password", "wrong_password"), ("account-locked", ASR[1], "locked"),
                                            ("password-expired", ASR[1], "password_expired"),
                                            ("no-permission-at-all", ASR[1], "no_permission")):
            with self.subTest(scenario):
                shown = Shown(scenario, password=password)
                self.assertEqual(shown.all["account"]["outcome"].replace("-", "_"), outcome)
                self.assertEqual([call[0] for call in shown.calls].count("Login"), 1)  # more would lock it
                self.assertNotIn(password, shown.text + shown.errors)
                self.is_unknown(shown)

    def test_withheld_is_not_absent(self):
        machine = next(one for one in Shown("hidden-configuration", deadline=60).all["site_machines"])
        self.assertIsNone(machine["disk_enable_uuid"])
        self.assertIn("System.Read", machine["unknown"]["disk_enable_uuid"])


if __name__ == "__main__":
    unittest.main(warnings="ignore")
