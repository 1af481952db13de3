// The facts of vSphere, from rows to what they say.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>

#include "collectors/vsphere/account.h"
#include "collectors/vsphere/api_time.h"
#include "collectors/vsphere/clocks.h"
#include "collectors/vsphere/clusters.h"
#include "collectors/vsphere/datastores.h"
#include "collectors/vsphere/events.h"
#include "collectors/vsphere/hosts.h"
#include "collectors/vsphere/inventory.h"
#include "collectors/vsphere/licences.h"
#include "collectors/vsphere/permissions.h"
#include "collectors/vsphere/privileges.h"
#include "collectors/vsphere/required_privileges.h"
#include "collectors/vsphere/roles.h"
#include "collectors/vsphere/server.h"
#include "collectors/vsphere/site_machines.h"
#include "collectors/vsphere/uuid_clashes.h"
#include "collectors/vsphere/vm_finder.h"
#include "tests/collectors/vsphere/vcenter.h"

using namespace fbd;

namespace {

template <class F>
Result<F> read(std::string_view rows) {
  return F::origins().front().parse(rows);
}

}  // namespace

TEST_CASE("withheld, unset and unreadable are different") {
  const Result<VsphereVms> vms = read<VsphereVms>(
      R"({"ref":"VirtualMachine:vm-1","name":"a","missing":{"uuid":{"fault":"NoPermission",)"
      R"("privilege":"System.Read"},"guest":{"fault":"SystemError"}},"power":["x"]})"
      "\n");
  REQUIRE(vms);
  const VsphereVm& vm = vms->all->front();
  CHECK(*vm.name == "a");
  CHECK(vm.uuid.error().kind == ErrorKind::denied);
  CHECK(vm.uuid.error().message.find("System.Read") != std::string::npos);
  CHECK(vm.guest.error().kind == ErrorKind::failed);
  CHECK(vm.host.error().kind == ErrorKind::not_found);
  CHECK(vm.power.error().kind == ErrorKind::malformed);
  // Nobody can know what disks it has.
  CHECK(vm.disks.error().kind == ErrorKind::denied);
}

TEST_CASE("what is no row is malformed, with its line") {
  CHECK(read<VsphereVms>("{}\nx\n").error().message.starts_with("row 2: "));
  CHECK(read<VsphereVms>("[]\n").error().kind == ErrorKind::malformed);
  CHECK(read<VsphereServer>("").error().kind == ErrorKind::malformed);
  CHECK(read<VsphereServer>("{\"outcome\":\"x\"}\n").error().kind == ErrorKind::malformed);
  CHECK(read<VsphereVms>("")->all->empty());
}

TEST_CASE("machines of the site are found by name, then by address") {
  const Result<VsphereVms> vms = read<VsphereVms>(
      R"({"ref":"VirtualMachine:vm-1","name":"web01","template":"true"}
{"ref":"VirtualMachine:vm-2","name":"WEB01","template":"false","address":"10.0.0.9"}
{"ref":"VirtualMachine:vm-3","name":"a%2fb","template":"false","address":"10.0.0.5"}
)");
  Host host;
  host.name = "web01";
  REQUIRE(vms->of(host).size() == 1);
  CHECK(vms->of(host).front()->ref == "VirtualMachine:vm-2");
  host.vm_name = "a/b";
  REQUIRE(vms->of(host).size() == 1);
  CHECK(vms->of(host).front()->ref == "VirtualMachine:vm-3");
  host = Host{};
  host.name = "elsewhere";
  host.addresses = {"10.0.0.5/24"};
  REQUIRE(vms->of(host).size() == 1);
  CHECK(vms->of(host).front()->ref == "VirtualMachine:vm-3");
  host.vm_name = "nobody";
  CHECK(vms->of(host).empty());
}

TEST_CASE("a site machine without its configuration has no settings that could be wrong") {
  const Result<VsphereSiteMachines> machines = read<VsphereSiteMachines>(
      R"({"ref":"VirtualMachine:vm-1"}
{"ref":"VirtualMachine:vm-2","vmx":"[d] a.vmx","settings":[{"key":"disk.EnableUUID","value":"FALSE"},{"key":"disk.enableuuid","value":"TRUE"}],"devices":[{"type":"VirtualDisk","key":"2000","capacity_kb":"1024"}],"snapshots":[{"name":"a","created":"2026-01-01T00:00:00Z","children":[{"name":"b"}]}]}
{"ref":"VirtualMachine:vm-3","vmx":"[d] b.vmx"}
)");
  REQUIRE(machines);
  CHECK(machines->all[0].disk_enable_uuid.error().kind == ErrorKind::failed);
  CHECK_FALSE(machines->all[0].devices);
  CHECK(machines->all[0].snapshots.error().kind == ErrorKind::failed);
  CHECK(machines->all[0].files.error().kind == ErrorKind::failed);
  CHECK(machines->all[2].snapshots->empty());
  CHECK(machines->all[1].disk_enable_uuid == "TRUE");
  CHECK(machines->all[1].devices->front().capacity_kb == 1024);
  REQUIRE(machines->all[1].snapshots->size() == 2);
  CHECK(machines->all[1].snapshots->at(1).depth == 1);
  CHECK(machines->all[2].disk_enable_uuid.error().kind == ErrorKind::not_found);
  CHECK(machines->machine("VirtualMachine:vm-3") == &machines->all[2]);
}

TEST_CASE("a mount counts as the API documents what it leaves out") {
  const Result<VsphereDatastores> all = read<VsphereDatastores>(
      R"({"ref":"Datastore:d-1","name":"a","type":"VMFS","free":"12","mounts":[{"host":"HostSystem:h-1","mode":"readWrite"},{"host":"HostSystem:h-2","mode":"readOnly"},{"host":"HostSystem:h-3","mode":"readWrite","accessible":"false","reason":"AllPathsDown_Start"}]}
)");
  REQUIRE(all);
  const VsphereDatastore& one = *all->datastore("Datastore:d-1");
  CHECK(one.mounted_on("HostSystem:h-1")->usable());
  CHECK_FALSE(one.mounted_on("HostSystem:h-2")->usable());
  CHECK_FALSE(one.mounted_on("HostSystem:h-3")->usable());
  CHECK(one.mounted_on("HostSystem:h-4") == nullptr);
  CHECK(one.free_bytes == 12);
}

TEST_CASE("moves are told from moves of storage") {
  const Result<VsphereEvents> events = read<VsphereEvents>(
      R"({"ref":"VirtualMachine:vm-1","key":"2","type":"VmMigratedEvent","time":"2026-11-01T12:00:00.5+01:00","datastore":"b","source_datastore":"a"}
{"ref":"VirtualMachine:vm-1","key":"1","type":"VmMigratedEvent","time":"2026-11-01T10:00:00Z","datastore":"a","source_datastore":"a"}
{"ref":"VirtualMachine:vm-2","key":"3","type":"VmDeployedEvent","time":"2026-11-01T10:00:00Z","source_vm_name":"tmpl"}
)");
  REQUIRE(events);
  const auto about = events->about("VirtualMachine:vm-1");
  REQUIRE(about.size() == 2);
  CHECK_FALSE(about[0]->moved_storage());
  CHECK(about[1]->moved_storage());
  CHECK(events->all[2].copied());
  CHECK_FALSE(read<VsphereEvents>("{\"ref\":\"x\",\"time\":\"yesterday\"}\n"));
}

TEST_CASE("what a cluster may move by itself") {
  const Result<VsphereClusters> all = read<VsphereClusters>(
      R"({"ref":"ClusterComputeResource:c-1","config":{"enabled":"true","behavior":"fullyAutomated","overrides":[{"vm":"VirtualMachine:vm-1","enabled":"false"},{"vm":"VirtualMachine:vm-2","behavior":"manual"}]}}
{"ref":"ClusterComputeResource:c-2","config":{"enabled":"false"}}
{"ref":"ClusterComputeResource:c-3","missing":{"config":{"fault":"NoPermission","privilege":"System.Read"}}}
)");
  REQUIRE(all);
  CHECK(all->all[0].may_move("VirtualMachine:vm-1") == false);
  CHECK(all->all[0].may_move("VirtualMachine:vm-2") == false);
  CHECK(all->all[0].may_move("VirtualMachine:vm-3") == true);
  CHECK(all->all[1].may_move("VirtualMachine:vm-3") == false);
  CHECK(all->all[2].may_move("VirtualMachine:vm-3").error().kind == ErrorKind::denied);
}

TEST_CASE("required privileges are those that the server knows") {
  CHECK(required_privilege_ids({}).size() == 24 + 27);
  const std::vector<std::string> known{"VirtualMachine.Config.NewOne", "Datastore.Browse",
                                       "Host.Config.Power"};
  CHECK(required_privilege_ids(known) ==
        std::vector<std::string>{"Datastore.Browse", "VirtualMachine.Config.NewOne"});
  CHECK(required_privilege_label("VirtualMachine.Config.NewOne") ==
        "Virtual machine > Configuration (all)");
  CHECK(required_privilege_label("Host.Config.Power").empty());
}

TEST_CASE("licences never come with their keys, and say how long they last") {
  const Result<VsphereLicences> all = read<VsphereLicences>(
      R"({"ref":"LicenseManager:l","all":[{"edition":"eval","name":"Evaluation Mode","properties":[{"key":"expirationHours","value":"36"}]}],"evaluation":{"properties":[{"key":"expirationHours","value":"-5"}]}}
)");
  REQUIRE(all);
  CHECK(all->all->front().hours_left == 36);
  CHECK(all->evaluation->hours_left == 0);
}

TEST_CASE("clocks and times") {
  const Result<VsphereClocks> all = read<VsphereClocks>(
      R"({"ref":"HostSystem:h-1","time":"2026-11-01T12:00:30.25Z","our_time":"2026-11-01T12:00:00Z"}
{"ref":"HostSystem:h-2","missing":{"time":{"fault":"HostNotConnected"}}}
)");
  REQUIRE(all);
  CHECK(all->all[0].ahead == std::chrono::seconds(30));
  CHECK(all->all[1].ahead.error().kind == ErrorKind::failed);
  CHECK(parse_api_time("2026-11-01T12:00:00+01:30") == parse_api_time("2026-11-01T10:30:00Z"));
  for (const char* bad : {"", "2026-11-01", "2026-11-01T12:00:00+1", "2026-11-01T12:00:00Q"})
    CHECK_FALSE(parse_api_time(bad));
}

TEST_CASE("the way up to the datacenter ends, even in a ring") {
  const Result<VsphereInventory> all = read<VsphereInventory>(
      R"({"ref":"Datacenter:d-1","name":"dc"}
{"ref":"Folder:f-1","name":"vm","parent":"Datacenter:d-1"}
{"ref":"Folder:f-2","parent":"Folder:f-3"}
{"ref":"Folder:f-3","parent":"Folder:f-2"}
)");
  REQUIRE(all);
  CHECK(all->datacenter("Folder:f-1")->name == "dc");
  CHECK(all->datacenter("Folder:f-2") == nullptr);
  CHECK(all->datacenter("Folder:gone") == nullptr);
  CHECK(all->of_type("Folder").size() == 3);
}

TEST_CASE("clashes of identity, within a vCenter and between two") {
  const Result<VsphereVms> one = read<VsphereVms>(
      R"({"ref":"VirtualMachine:vm-1","name":"a","uuid":"4203-AA","instance_uuid":"1","disks":[{"file":"[d] a.vmdk","uuid":"6000C29f-1"},{"file":"[d] shared.vmdk","uuid":"6000C29f-5"}]}
{"ref":"VirtualMachine:vm-2","name":"b","uuid":"4203aa","instance_uuid":"2","disks":[{"file":"[d] b.vmdk","uuid":"6000c29f1"},{"file":"[d] shared.vmdk","uuid":"6000C29f-5"}]}
{"ref":"VirtualMachine:vm-3","name":"c","uuid":"00000000","instance_uuid":"3"}
{"ref":"VirtualMachine:vm-4","name":"d","uuid":"0000-0000","instance_uuid":"4"}
)");
  const Result<VsphereVms> two = read<VsphereVms>(
      R"({"ref":"VirtualMachine:1","name":"a","uuid":"4203-AA","instance_uuid":"1"}
{"ref":"VirtualMachine:2","name":"x","uuid":"77","instance_uuid":"3"}
)");
  const VsphereVms* const here[] = {&*one};
  const std::vector<UuidClash> within = clashes_with({0, one->vm("VirtualMachine:vm-1")}, here);
  REQUIRE(within.size() == 2);
  CHECK(within[0].kind == UuidClash::Kind::bios);
  CHECK(within[0].uuid == "4203aa");
  REQUIRE(within[0].others.size() == 1);
  CHECK(within[0].others[0].vm->ref == "VirtualMachine:vm-2");
  CHECK(within[1].kind == UuidClash::Kind::disk);
  CHECK(within[1].uuid == "6000c29f1");
  CHECK(clashes_with({0, one->vm("VirtualMachine:vm-2")}, here).size() == 2);
  // All zeros are no identity.
  CHECK(clashes_with({0, one->vm("VirtualMachine:vm-3")}, here).empty());
  const VsphereVms* const both[] = {&*one, &*two};
  // "a" is the same machine in both.
  CHECK(clashes_with({0, one->vm("VirtualMachine:vm-1")}, both).size() == 2);
  CHECK(clashes_with({1, two->vm("VirtualMachine:1")}, both)[0].others.size() == 1);
  const std::vector<UuidClash> across = clashes_with({0, one->vm("VirtualMachine:vm-3")}, both);
  REQUIRE(across.size() == 1);
  CHECK(across[0].kind == UuidClash::Kind::instance);
  REQUIRE(across[0].others.size() == 1);
  CHECK(across[0].others[0].server == 1);
}

TEST_CASE("a UUID that thousands share, twice in one machine and in one shared file") {
  std::string rows;
  for (int i = 10000; i < 15000; ++i)
    rows += fmt::format(
        R"({{"ref":"VirtualMachine:{0}","name":"n{0}","uuid":"aa","instance_uuid":"{0}","disks":[)"
        R"({{"file":"[d] one.vmdk","uuid":"cc"}},{{"file":"[d] {0}.vmdk","uuid":"b{0}"}},)"
        R"({{"file":"[d] {0}-2.vmdk","uuid":"B{0}"}}]}})"
        "\n",
        i);
  const Result<VsphereVms> all = read<VsphereVms>(rows);
  REQUIRE(all);
  const VsphereVms* const here[] = {&*all};
  const std::vector<UuidClash> clashes = clashes_with({0, &all->all->front()}, here);
  REQUIRE(clashes.size() == 1);
  CHECK(clashes[0].uuid == "aa");
  CHECK(clashes[0].others.size() == 50);  // some of them
}

TEST_CASE("only hosts with an address and an account of their API are asked") {
  AskedVcenter vcenter;
  CHECK(vcenter.next<VsphereVms>()->id == "vsphere.vms");
  vcenter.site.hosts[0].account.reset();
  CHECK_FALSE(vcenter.next<VsphereVms>());
  CHECK(vcenter.fact<VsphereVms>().error().kind == ErrorKind::not_found);
}

TEST_CASE("questions that build on others wait for them") {
  AskedVcenter vcenter;
  CHECK(vcenter.next<VsphereSiteMachines>()->id == "vsphere.vms");
  vcenter.answer("vsphere.vms",
                 R"({"ref":"VirtualMachine:vm-1","name":"web01","host":"HostSystem:h-1"})"
                 "\n");
  const std::optional<Question> question = vcenter.next<VsphereSiteMachines>();
  REQUIRE(question);
  CHECK(std::get<VsphereGet>(question->request).of ==
        std::vector<std::string>{"VirtualMachine:vm-1"});
  CHECK(std::get<VsphereGet>(vcenter.next<VsphereClocks>()->request).of ==
        std::vector<std::string>{"HostSystem:h-1"});
  vcenter.answer("vsphere.site-machines",
                 R"({"ref":"VirtualMachine:vm-1","datastores":["Datastore:d-1"]})"
                 "\n");
  vcenter.answer("vsphere.inventory", "{\"ref\":\"Datacenter:dc-1\",\"name\":\"dc\"}\n");
  vcenter.answer("vsphere.datastores", "{\"ref\":\"Datastore:d-1\"}\n");
  CHECK(vcenter.next<VspherePrivileges>()->id == "vsphere.roles");
  vcenter.answer("vsphere.roles",
                 "{\"ref\":\"AuthorizationManager:a\",\"roles\":[{\"id\":\"-1\",\"privileges\":"
                 "[\"Datastore.Browse\",\"Host.X\"]}]}\n");
  const VsphereGet get = std::get<VsphereGet>(vcenter.next<VspherePrivileges>()->request);
  CHECK(get.of == std::vector<std::string>{"Datacenter:dc-1", "Datastore:d-1", "HostSystem:h-1",
                                           "VirtualMachine:vm-1"});
  CHECK(get.words == std::vector<std::string>{"Datastore.Browse"});
}

TEST_CASE("machines are found by what they have, without a look at the others") {
  const Result<VsphereVms> vms = read<VsphereVms>(
      R"({"ref":"VirtualMachine:vm-1","name":"Web01","template":"false","address":"10.0.0.1",)"
      R"("uuid":"u","disks":[{"file":"[a] w/w.vmdk","uuid":"6000C29a"},{"file":"[a] w/x.vmdk"}]})"
      "\n"
      R"({"ref":"VirtualMachine:vm-2","name":"a%2fb","template":"false","address":"10.0.0.1",)"
      R"("uuid":"u","disks":[{"file":"[a] w/w.vmdk","uuid":"6000c29A"}]})"
      "\n"
      R"({"ref":"VirtualMachine:vm-3","name":"web01","template":"true","address":""})"
      "\n"
      R"({"ref":"VirtualMachine:vm-4","name":"WEB01","template":"false"})"
      "\n");
  REQUIRE(vms);
  using By = VmFinder::By;
  const auto refs = [](const std::vector<const VsphereVm*>& found) {
    std::string all;
    for (const VsphereVm* vm : found) all += vm->ref.substr(vm->ref.find('-') + 1);
    return all;
  };
  const VmFinder& finder = *vms->finder;
  CHECK(refs(finder.find(By::name, "wEB01")) == "134");
  CHECK(refs(finder.find(By::name, "a/b")) == "2");
  CHECK(refs(finder.find(By::name, "a%2Fb")) == "2");
  CHECK(refs(finder.find(By::name, "")).empty());
  CHECK(refs(finder.find(By::address, "10.0.0.1")) == "12");
  CHECK(refs(finder.find(By::address, "")).empty());
  CHECK(refs(finder.find(By::disk_file, "[a] w/w.vmdk")) == "12");
  CHECK(refs(finder.find(By::disk_file, "[A] w/w.vmdk")).empty());
  CHECK(refs(finder.find(By::disk_uuid, "6000C29A")) == "12");
  CHECK(refs(finder.find(By::disk_uuid, "")).empty());

  Host host;
  host.name = "web01";
  CHECK(refs(vms->of(host)) == "14");
  host.name = "other";
  host.addresses = {"10.0.0.1/24", "10.0.0.1"};
  CHECK(refs(vms->of(host)) == "12");
  host.vm_name = "a/b";
  CHECK(refs(vms->of(host)) == "2");
  CHECK(VmFinder({}).find(By::name, "x").empty());
}
