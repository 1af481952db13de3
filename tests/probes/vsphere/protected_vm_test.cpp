#include "tests/probes/vsphere/cases.h"

namespace fbd {
extern const Probe vsphere_protected_vm;
}
using namespace fbd;

TEST_CASE("vsphere.protected-vm") {
  const VsphereCase cases[] = {
      {"all is well", [](VsphereWorld& w) { (void)w; }, "pass", R"(vcenter=vc01)"},
      {"gone", [](VsphereWorld& w) { w.host("web01").vm_name = "gone"; }, "warn gone",
       R"(vm=gone)"},
      {"in two vCenters",
       [](VsphereWorld& w) {
         w.add_vcenter("vc02");
         VsphereWorld::Json twin = w.row("vsphere.vms", "VirtualMachine:vm-2");
         twin["instance_uuid"] = "50030000-0000-0000-0000-000000000099";
         w.of("vc02", "vsphere.vms") = {twin};
         w.of("vc02",
              "vsphere.site-machines") = {w.row("vsphere.site-machines", "VirtualMachine:vm-2")};
       },
       "fail several-vcenters", R"(vcenters=vc01 and vc02)"},
      {"a Windows machine and a Linux master target",
       [](VsphereWorld& w) {
         w.row("vsphere.vms", "VirtualMachine:vm-2")["guest"] = "windows9_64Guest";
       },
       "fail other-os", R"(os=windows)"},
      {"a system that nobody knows",
       [](VsphereWorld& w) { w.row("vsphere.vms", "VirtualMachine:vm-2")["guest"] = "otherGuest"; },
       "pass", R"()"},
      {"switched on before the reprotect",
       [](VsphereWorld& w) { w.row("vsphere.vms", "VirtualMachine:vm-2")["power"] = "poweredOn"; },
       "unknown not-collected", R"()"},
      {"switched on after the reprotect",
       [](VsphereWorld& w) {
         w.row("vsphere.vms", "VirtualMachine:vm-2")["power"] = "poweredOn";
         w.row("vsphere.vms", "VirtualMachine:vm-1")["disks"].push_back(
             {{"file", "[vmfs01] web01/web01.vmdk"}, {"uuid", "x"}});
       },
       "fail switched-on", R"(who=somebody whom the events of vCenter do not tell)"},
      {"switched on, and the events tell by whom",
       [](VsphereWorld& w) {
         w.row("vsphere.vms", "VirtualMachine:vm-2")["power"] = "poweredOn";
         w.row("vsphere.vms", "VirtualMachine:vm-1")["disks"].push_back(
             {{"file", "[vmfs01] web01/web01.vmdk"}, {"uuid", "x"}});
         const auto event = [](const char* key, const char* type, const char* time,
                               const char* user) {
           return VsphereWorld::Json{
               {"ref", "VirtualMachine:vm-2"}, {"key", key},  {"type", type}, {"time", time},
               {"vm", "VirtualMachine:vm-2"},  {"user", user}};
         };
         w.rows("vsphere.events") = {
             event("3", "DrsVmPoweredOnEvent", "2026-11-26T18:00:00Z", "EXAMPLE\\helpdesk"),
             event("1", "VmPoweredOnEvent", "2026-11-20T08:00:00Z", "EXAMPLE\\earlier"),
             event("4", "VmRelocatedEvent", "2026-11-26T19:00:00Z", "EXAMPLE\\mover")};
       },
       "fail switched-on", R"(who=EXAMPLE\helpdesk on 2026-11-26 18:00:00 UTC)"},
      {"snapshots",
       [](VsphereWorld& w) {
         w.row("vsphere.site-machines", "VirtualMachine:vm-2")["snapshots"] =
             VsphereWorld::Json::parse(R"([{"name": "a", "children": [{"name": "b"}]}])");
       },
       "warn snapshots", R"(count=2)"},
      {"snapshots are withheld",
       [](VsphereWorld& w) {
         w.withhold("vsphere.site-machines", "VirtualMachine:vm-2", "snapshots");
       },
       "unknown denied", R"()"},
  };
  check_of_servers(vsphere_protected_vm);
  check_cases(vsphere_protected_vm, cases);
}
