#include "tests/probes/vsphere/world.h"

#include <algorithm>
#include <chrono>

#include <doctest/doctest.h>

#include "probes/catalog.h"

namespace fbd {
namespace {

using Json = VsphereWorld::Json;

Json disk(const std::string& file, const std::string& uuid) {
  return {{"file", file}, {"uuid", uuid}};
}

Json device_of(const Json& disk, const std::string& key) {
  return {{"type", "VirtualDisk"},
          {"key", key},
          {"controller", "1000"},
          {"label", "Hard disk " + key},
          {"backing", "VirtualDiskFlatVer2BackingInfo"},
          {"file", disk["file"]},
          {"uuid", disk["uuid"]}};
}

Json machine(const std::string& ref, const std::string& vmx, const Json& disks) {
  Json devices = Json::parse(
      R"([{"type": "VirtualLsiLogicController", "key": "1000", "label": "SCSI controller 0"}])");
  int key = 2000;
  for (const Json& one : disks) devices.push_back(device_of(one, std::to_string(key++)));
  return {{"ref", ref},
          {"parent", "Folder:group-v3"},
          {"vmx", vmx},
          {"settings", Json::parse(R"([{"key": "disk.EnableUUID", "value": "TRUE"}])")},
          {"devices", devices},
          {"consolidation", "false"},
          {"tools", "guestToolsRunning"},
          {"tools_version", "guestToolsUnmanaged"},
          {"datastores", Json::parse(R"(["Datastore:ds-1"])")},
          {"networks", Json::parse(R"(["Network:network-7"])")},
          {"resource_pool", "ResourcePool:resgroup-8"}};
}

Json datastore(const std::string& ref, const std::string& name, const std::string& type) {
  return {{"ref", ref},
          {"name", name},
          {"type", type},
          {"url", "ds:///vmfs/volumes/" + name + "/"},
          {"accessible", "true"},
          {"maintenance", "normal"},
          {"mounts",
           {{{"host", "HostSystem:host-1"}, {"mode", "readWrite"}},
            {{"host", "HostSystem:host-2"}, {"mode", "readWrite"}}}}};
}

Json esxi(const std::string& ref, const std::string& name) {
  return {{"ref", ref},
          {"name", name},
          {"parent", "ClusterComputeResource:domain-c7"},
          {"product", "VMware ESXi 7.0.3 build-20328353"},
          {"version", "7.0.3"},
          {"product_line", "embeddedEsx"},
          {"connection", "connected"},
          {"power", "poweredOn"},
          {"maintenance", "false"},
          {"lockdown", "lockdownDisabled"},
          {"datastores", Json::parse(R"(["Datastore:ds-1", "Datastore:ds-2"])")}};
}

Host vsphere_host(const std::string& name, Role role) {
  Host host;
  host.name = name;
  host.roles.add(role);
  host.url = "https://" + name + "/sdk";
  host.account = Account{"asr@vsphere.local", SecretRef{SecretRef::Kind::env, "VC_PASSWORD"}};
  return host;
}

}  // namespace

VsphereWorld::VsphereWorld() {
  for (const auto& [name, role] :
       {std::pair{"web01", Role::protected_vm}, std::pair{"mt01", Role::master_target}}) {
    Host host;
    host.name = name;
    host.roles.add(role);
    site.hosts.push_back(host);
  }
  site.hosts.push_back(vsphere_host("vc01", Role::vcenter));

  const Json mt_disks = {
      disk("[vmfs01] mt01/mt01.vmdk", "6000C291-0000-0000-0000-000000000001"),
      disk("[vmfs02] mt01/retention.vmdk", "6000C291-0000-0000-0000-000000000002")};
  Json web_disks = Json::array(), other_disks = Json::array();
  web_disks.push_back(disk("[vmfs01] web01/web01.vmdk", "6000C292-0000-0000-0000-000000000001"));
  other_disks.push_back(disk("[vmfs02] other/other.vmdk", "6000C293-0000-0000-0000-000000000001"));
  one_row("vsphere.about", R"({"outcome": "vsphere", "version": "7.0.3", "api_version": "7.0.3.0",
      "product": "VMware vCenter Server 7.0.3 build-20150588", "api_type": "VirtualCenter",
      "product_line": "vpx", "instance_uuid": "6c0b3f7e-31aa-4a0c-9a52-0d6a5d7c0001"})");
  one_row("vsphere.account", R"({"outcome": "accepted", "asked_as": "asr@vsphere.local",
      "user": "VSPHERE.LOCAL\\asr"})");
  rows("vsphere.vms") = {{{"ref", "VirtualMachine:vm-1"},
                          {"name", "mt01"},
                          {"uuid", "42030000-0000-0000-0000-000000000001"},
                          {"instance_uuid", "50030000-0000-0000-0000-000000000001"},
                          {"template", "false"},
                          {"guest", "ubuntu64Guest"},
                          {"host", "HostSystem:host-1"},
                          {"power", "poweredOn"},
                          {"connection", "connected"},
                          {"disks", mt_disks}},
                         {{"ref", "VirtualMachine:vm-2"},
                          {"name", "web01"},
                          {"uuid", "42030000-0000-0000-0000-000000000002"},
                          {"instance_uuid", "50030000-0000-0000-0000-000000000002"},
                          {"template", "false"},
                          {"guest", "rhel7_64Guest"},
                          {"host", "HostSystem:host-2"},
                          {"power", "poweredOff"},
                          {"connection", "connected"},
                          {"disks", web_disks}},
                         {{"ref", "VirtualMachine:vm-3"},
                          {"name", "other"},
                          {"uuid", "42030000-0000-0000-0000-000000000003"},
                          {"instance_uuid", "50030000-0000-0000-0000-000000000003"},
                          {"template", "false"},
                          {"guest", "rhel7_64Guest"},
                          {"host", "HostSystem:host-2"},
                          {"power", "poweredOn"},
                          {"connection", "connected"},
                          {"disks", other_disks}}};
  rows("vsphere.site-machines") = {
      machine("VirtualMachine:vm-1", "[vmfs01] mt01/mt01.vmx", mt_disks),
      machine("VirtualMachine:vm-2", "[vmfs01] web01/web01.vmx", web_disks)};
  rows("vsphere.hosts") = {esxi("HostSystem:host-1", "esx01"), esxi("HostSystem:host-2", "esx02")};
  rows("vsphere.datastores") = {datastore("Datastore:ds-1", "vmfs01", "VMFS"),
                                datastore("Datastore:ds-2", "vmfs02", "VMFS")};
  one_row("vsphere.clocks", R"({"ref": "HostSystem:host-1", "time": "2026-11-23T20:00:03Z",
      "our_time": "2026-11-23T20:00:00Z"})");
  one_row("vsphere.licences", R"({"ref": "LicenseManager:LicenseManager", "all": [
      {"edition": "esx.enterprisePlus.cpuPackage", "name": "vSphere 7 Enterprise Plus"}]})");
  one_row("vsphere.assigned-licences", R"({"ref": "host-1", "entity_name": "esx01",
      "edition": "esx.enterprisePlus.cpuPackage", "name": "vSphere 7 Enterprise Plus"})");
  rows("vsphere.events").clear();
  one_row("vsphere.clusters", R"({"ref": "ClusterComputeResource:domain-c7", "name": "cl01",
      "members": ["HostSystem:host-1", "HostSystem:host-2"],
      "config": {"enabled": "true", "behavior": "fullyAutomated",
                 "overrides": [{"vm": "VirtualMachine:vm-1", "enabled": "false"}]}})");
  one_row("vsphere.datastore-clusters", R"({"ref": "StoragePod:group-p4", "name": "pod01",
      "members": ["Datastore:ds-1"],
      "config": {"enabled": "true", "behavior": "automated",
                 "overrides": [{"vm": "VirtualMachine:vm-1", "enabled": "false"}]}})");
  rows("vsphere.inventory") = {
      {{"ref", "Datacenter:datacenter-2"}, {"name", "dc01"}, {"parent", "Folder:group-d1"}},
      {{"ref", "Network:network-7"}, {"name", "VM Network"}, {"parent", "Folder:group-n4"}}};
  one_row("vsphere.roles", R"({"ref": "AuthorizationManager:AuthorizationManager",
      "roles": [{"id": "-2", "name": "ReadOnly", "label": "Read-only", "system": "true"},
                {"id": "7", "name": "asr-failback", "label": "asr-failback"}],
      "labels": [{"id": "Datastore.Browse", "label": "Browse datastore"}]})");
  one_row("vsphere.permissions", R"({"ref": "Datacenter:datacenter-2", "permissions": [
      {"entity": "Datacenter:datacenter-2", "principal": "VSPHERE.LOCAL\\asr", "group": "false",
       "role": "7", "propagate": "true"}]})");
  for (const char* const ref :
       {"Datacenter:datacenter-2", "Datastore:ds-1", "HostSystem:host-1", "VirtualMachine:vm-1"})
    rows("vsphere.privileges")
        .push_back({{"ref", ref},
                    {"granted", {"Datastore.AllocateSpace", "Datastore.Browse"}},
                    {"denied", Json::array()}});
}

void VsphereWorld::one_row(const std::string& question, const char* json) {
  rows(question).clear();
  rows(question).push_back(Json::parse(json));
}

VsphereWorld::Json& VsphereWorld::row(const std::string& question, const std::string& ref) {
  for (Json& one : rows(question))
    if (one["ref"] == ref) return one;
  FAIL("no row about ", ref, " in ", question);
  return rows(question).front();
}

void VsphereWorld::withhold(const std::string& question, const std::string& ref,
                            const std::string& member) {
  Json& one = row(question, ref);
  one.erase(member);
  one["missing"][member] = {{"fault", "NoPermission"}, {"privilege", "System.Read"}};
}

Host& VsphereWorld::add_vcenter(const std::string& name) {
  site.hosts.push_back(vsphere_host(name, Role::vcenter));
  return site.hosts.back();
}

Host& VsphereWorld::host(const std::string& name) {
  for (Host& one : site.hosts)
    if (one.name == name) return one;
  FAIL("no host ", name);
  return site.hosts.front();
}

std::vector<Finding> VsphereWorld::findings(const Probe& probe) const {
  Evidence evidence;
  const std::chrono::sys_seconds at{std::chrono::seconds(1'700'000'000)};
  for (const auto& [asked, all] : answers_) {
    if (errors_.contains(asked)) continue;
    std::string text;
    for (const Json& one : all)
      text += one.is_string() ? one.get<std::string>() : one.dump() + "\n";
    evidence.record({asked.host, asked.question, VsphereGet{}}, {at, {}, text});
  }
  for (const auto& [asked, why] : errors_)
    evidence.record({asked.host, asked.question, VsphereGet{}},
                    {at, {}, tl::unexpected<Error>(why)});
  const Probe* const probes[] = {&probe};
  return judge(probes, site, evidence);
}

Verdict VsphereWorld::verdict(const Probe& probe) const {
  const std::vector<Finding> all = findings(probe);
  REQUIRE(all.size() == 1);
  return all.front().verdict;
}

}  // namespace fbd
