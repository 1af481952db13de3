#!/usr/bin/python3
"""The simulated vCenter is what its README says, seen by pyvmomi and by plain HTTP:
vcsimx_test.py VCSIMX"""
import http.client
import json
import ssl
import subprocess
import sys
import tempfile
import unittest

from vcenter import ASR, SCENARIOS, Simulator, certificate, named, view, vim, vmodl

PROGRAM = sys.argv.pop(1)
DIRECTORY = tempfile.TemporaryDirectory()
ENVELOPE = ('<Envelope xmlns="http://schemas.xmlsoap.org/soap/envelope/" '
            'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><Body>{}</Body></Envelope>')
CONTENT = '<RetrieveServiceContent xmlns="urn:vim25"><_this type="ServiceInstance">ServiceInstance</_this></RetrieveServiceContent>'
LOGIN = ('<Login xmlns="urn:vim25"><_this type="SessionManager">SessionManager</_this>'
         '<userName>{}</userName><password>{}</password></Login>')
ROOT = ('<RetrievePropertiesEx xmlns="urn:vim25"><_this type="PropertyCollector">propertyCollector</_this><specSet>'
        '<propSet><type>Folder</type><pathSet>name</pathSet></propSet>'
        '<objectSet><obj type="Folder">group-d1</obj></objectSet></specSet><options/></RetrievePropertiesEx>')


def simulator(scenario):
    return Simulator(PROGRAM, scenario, DIRECTORY.name)


def scenario_file(text):
    with tempfile.NamedTemporaryFile("w", dir=DIRECTORY.name, suffix=".json", delete=False) as file:
        json.dump(text, file)
    return file.name


class Wire:
    """A client that looks at bytes."""

    def __init__(self, sim):
        context = ssl.create_default_context(cafile=certificate(DIRECTORY.name)[0])
        self.connection = http.client.HTTPSConnection("127.0.0.1", sim.port, context=context, timeout=60)
        self.cookie = None

    def call(self, body):
        headers = {"Content-Type": "text/xml"}
        if self.cookie:
            headers["Cookie"] = self.cookie
        self.connection.request("POST", "/sdk", ENVELOPE.format(body), headers)
        response = self.connection.getresponse()
        if response.getheader("Set-Cookie"):
            self.cookie = response.getheader("Set-Cookie").split(";")[0]
        return response.status, response.read().decode()

    def login(self):
        return self.call(LOGIN.format(*ASR))


def page(content, paths, size):
    made = content.viewManager.CreateContainerView(content.rootFolder, [vim.VirtualMachine], True)
    query = vmodl.query.PropertyCollector
    return content.propertyCollector.RetrievePropertiesEx(
        [query.FilterSpec(
            propSet=[query.PropertySpec(type=vim.VirtualMachine, pathSet=paths)],
            objectSet=[query.ObjectSpec(obj=made, skip=True, selectSet=[
                query.TraversalSpec(type=vim.view.ContainerView, path="view", skip=False)])])],
        query.RetrieveOptions(maxObjects=size))


class Rights(unittest.TestCase):
    WANTED = ["System.Read", "Datastore.Browse", "VirtualMachine.Config.AddNewDisk"]

    def on(self, content, entity):
        key = content.sessionManager.currentSession.key
        answer = content.authorizationManager.HasPrivilegeOnEntities([entity], key, self.WANTED)
        return [one.isGranted for one in answer[0].privAvailability]

    def test_healthy(self):
        with simulator("healthy") as sim, sim.login() as content:
            self.assertEqual(self.on(content, named(content, vim.Datastore, "vmfs01")), [True] * 3)
            self.assertEqual(self.on(content, content.rootFolder), [True, False, False])

    def test_read_only(self):
        with simulator("read-only-account") as sim, sim.login() as content:
            self.assertEqual(self.on(content, named(content, vim.Datastore, "vmfs01")), [True, False, False])

    def test_not_propagated(self):
        with simulator("not-propagated") as sim, sim.login() as content:
            self.assertEqual(self.on(content, named(content, vim.Datacenter, "dc01")), [True] * 3)
            self.assertEqual(self.on(content, named(content, vim.Datastore, "vmfs02")), [True, False, False])

    def test_no_access(self):
        with simulator("no-access-to-datastore") as sim, sim.login() as content:
            self.assertEqual({one.name for one in view(content, vim.Datastore)}, {"vmfs01", "iso01"})

    def test_view_only(self):
        with simulator("view-only-datastore") as sim, sim.login() as content:
            store = named(content, vim.Datastore, "vmfs01")
            with self.assertRaises(vim.fault.NoPermission) as denied:
                store.summary
            self.assertEqual(denied.exception.privilegeId, "System.Read")

    def test_logins(self):
        with simulator("healthy") as sim:
            with self.assertRaises(vim.fault.InvalidLogin), sim.login(password="wrong"):
                pass
        with simulator("no-permission-at-all") as sim:
            with self.assertRaises(vim.fault.NoPermission), sim.login():
                pass


class Reading(unittest.TestCase):
    def test_pages(self):
        with simulator("healthy") as sim, sim.login() as content:
            names, answer = [], page(content, ["name"], 2)
            while True:
                names += [one.propSet[0].val for one in answer.objects]
                self.assertLessEqual(len(answer.objects), 2)
                token = answer.token
                if not token:
                    break
                answer = content.propertyCollector.ContinueRetrievePropertiesEx(token)
                with self.assertRaises(vmodl.query.InvalidProperty):
                    content.propertyCollector.ContinueRetrievePropertiesEx(token)
            self.assertEqual(sorted(names), ["cs01", "db01", "mt01", "tmpl-ubuntu", "web01"])
            self.assertEqual(len(page(content, ["name"], None).objects), 5)

    def test_hidden_is_not_absent(self):
        with simulator("hidden-configuration") as sim, sim.login() as content:
            for one in page(content, ["name", "snapshot", "config.extraConfig", "config.uuid"], None).objects:
                self.assertEqual({two.name for two in one.propSet}, {"name", "config.uuid"})
                self.assertEqual({two.path for two in one.missingSet}, {"snapshot", "config.extraConfig"})

    def test_unknown_property(self):
        with simulator("healthy") as sim, sim.login() as content:
            with self.assertRaises(vmodl.query.InvalidProperty):
                page(content, ["name", "config.nonsense"], None)

    def test_changing(self):
        with simulator("wire-changing") as sim, sim.login() as content:
            answer = page(content, ["name"], None)
            names = [one.propSet[0].val for one in answer.objects]
            while answer.token:
                answer = content.propertyCollector.ContinueRetrievePropertiesEx(answer.token)
                names += [one.propSet[0].val for one in answer.objects]
            self.assertNotIn("web01", names)

    def test_events(self):
        with simulator("mt-storage-vmotion") as sim, sim.login() as content:
            filters = vim.event.EventFilterSpec(
                entity=vim.event.EventFilterSpec.ByEntity(entity=named(content, vim.VirtualMachine, "mt01"), recursion="self"),
                eventTypeId=["VmRelocatedEvent", "VmMigratedEvent"])
            events = content.eventManager.QueryEvents(filters)
            self.assertEqual([type(one).__name__ for one in events], ["vim.event.DrsVmMigratedEvent", "vim.event.VmRelocatedEvent"])
            self.assertEqual(events[1].sourceDatastore.name, "vmfs02")
            self.assertLess(events[0].createdTime, events[1].createdTime)

    def test_lone_host(self):
        with simulator("esxi-free") as sim, sim.login("asr") as content:
            self.assertEqual(content.about.apiType, "HostAgent")
            self.assertEqual([one.editionKey for one in content.licenseManager.licenses], ["esxBasic"])
            with self.assertRaises(vmodl.fault.NotImplemented):
                content.authorizationManager.HasPrivilegeOnEntities([content.rootFolder], "x", ["System.Read"])

    def test_nothing_is_left(self):
        with simulator("healthy") as sim:
            with sim.login():
                pass
            self.assertEqual([call[0] for call in sim.calls()][-1], "Logout")
        self.assertEqual(sim.last_words, "")
        with simulator("healthy") as sim:
            Wire(sim).login()
        self.assertIn("1 sessions were never logged out", sim.last_words)


class Faults(unittest.TestCase):
    def first_answer(self, scenario):
        with simulator(scenario) as sim:
            wire = Wire(sim)
            self.assertEqual(wire.login()[0], 200)
            self.assertRegex(wire.cookie, r'^vmware_soap_session="[0-9a-f-]+"$')
            return wire.call(ROOT)

    def test_session(self):
        with simulator("healthy") as sim:
            self.assertEqual(Wire(sim).call(CONTENT)[0], 200)
            status, text = Wire(sim).call(ROOT)
            self.assertEqual(status, 500)
            self.assertIn('<NotAuthenticatedFault xmlns="urn:vim25" xsi:type="NotAuthenticated">', text)

    def test_order_of_elements(self):
        with simulator("healthy") as sim:
            name, password = "<userName>a</userName>", "<password>b</password>"
            body = '<Login xmlns="urn:vim25"><_this type="SessionManager">SessionManager</_this>{}</Login>'
            self.assertIn("InvalidLogin", Wire(sim).call(body.format(name + password))[1])
            self.assertIn("Login: element <password> where <userName> belongs",
                          Wire(sim).call(body.format(password + name))[1].replace("&lt;", "<").replace("&gt;", ">"))

    def test_prefixes(self):
        self.assertIn('<val xsi:type="xsd:string">Datacenters</val>', self.first_answer("healthy")[1])
        self.assertIn("XMLSchema-instance:type=", self.first_answer("wire-go-prefixes")[1])

    def test_wire(self):
        self.assertIn("<!ENTITY a11 ", self.first_answer("wire-entity-bomb")[1])
        self.assertNotIn("</soapenv:Envelope>", self.first_answer("wire-truncated")[1])
        self.assertIn("</_", self.first_answer("wire-malformed")[1])
        self.assertGreaterEqual(len(self.first_answer("wire-flood-objects")[1]), 200 << 20)
        with simulator("wire-proxy-503") as sim:
            self.assertEqual(Wire(sim).call(CONTENT)[0], 503)
        cut = scenario_file({"include": str(SCENARIOS / "healthy.json"),
                             "faults": {"1": {"method": "RetrievePropertiesEx", "cut": True, "at": "50%"}}})
        with self.assertRaises(http.client.IncompleteRead):
            self.first_answer(cut)


class Files(unittest.TestCase):
    def test_every_scenario_loads(self):
        for file in SCENARIOS.glob("*.json"):
            done = subprocess.run([PROGRAM, "-scenario", file, "-print"], capture_output=True, text=True)
            self.assertEqual((done.returncode, done.stderr), (0, ""), file.name)

    def test_mistakes_are_named(self):
        for change, message in ((({"vm": {}}), 'unknown field "vm"'),
                                ({"vms": {"x": {"host": "nowhere"}}}, 'vm x: no host "nowhere"'),
                                ({"roles": {"r": ["Datastore.Brows"]}}, 'no privilege "Datastore.Brows"')):
            file = scenario_file({"include": str(SCENARIOS / "healthy.json"), **change})
            done = subprocess.run([PROGRAM, "-scenario", file, "-print"], capture_output=True, text=True)
            self.assertEqual(done.returncode, 1)
            self.assertIn(message, done.stderr)


if __name__ == "__main__":
    unittest.main(warnings="ignore")
