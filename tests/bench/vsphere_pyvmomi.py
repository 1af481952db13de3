#!/usr/bin/python3
"""Reads what the search for clashing UUIDs and the check of a master target need, of all VMs, as a
program on VMware's Python library does it. For scripts/bench-vsphere:
vsphere_pyvmomi.py HOST PORT PROPERTY ..."""
import os
import ssl
import sys
import warnings

warnings.simplefilter("ignore")
from pyVim.connect import Disconnect, SmartConnect  # noqa: E402
from pyVmomi import vim, vmodl  # noqa: E402

instance = SmartConnect(host=sys.argv[1], port=int(sys.argv[2]), user=os.environ["GOVC_USERNAME"],
                        pwd=os.environ["GOVC_PASSWORD"], sslContext=ssl._create_unverified_context())
content = instance.content
view = content.viewManager.CreateContainerView(content.rootFolder, [vim.VirtualMachine], True)
query = vmodl.query.PropertyCollector
answer = content.propertyCollector.RetrievePropertiesEx(
    [query.FilterSpec(
        propSet=[query.PropertySpec(type=vim.VirtualMachine, pathSet=sys.argv[3:])],
        objectSet=[query.ObjectSpec(obj=view, skip=True, selectSet=[
            query.TraversalSpec(type=vim.view.ContainerView, path="view", skip=False)])])],
    query.RetrieveOptions())
machines, settings, uuids = 0, 0, set()
while answer:
    for one in answer.objects:
        machines += 1
        values = {two.name: two.val for two in one.propSet}
        uuids.add(values["config.uuid"])
        settings += len(values.get("config.extraConfig", []))
        for device in values["config.hardware.device"]:
            if isinstance(device, vim.vm.device.VirtualDisk):
                uuids.add(device.backing.uuid)
    answer = answer.token and content.propertyCollector.ContinueRetrievePropertiesEx(answer.token)
Disconnect(instance)
print(machines, "VMs,", len(uuids), "UUIDs,", settings, "settings")
