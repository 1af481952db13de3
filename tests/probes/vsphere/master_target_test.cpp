#include "tests/probes/vsphere/cases.h"

namespace fbd {
extern const Probe vsphere_master_target;
}
using namespace fbd;

TEST_CASE("vsphere.master-target") {
  const VsphereCase cases[] = {
      {"two machines could be it",
       [](VsphereWorld& w) {
         VsphereWorld::Json twin = w.row("vsphere.vms", "VirtualMachine:vm-1");
         twin["ref"] = "VirtualMachine:vm-8";
         w.rows("vsphere.vms").push_back(twin);
       },
       "unknown failed", R"()"},
      {"it is nowhere", [](VsphereWorld& w) { w.host("mt01").vm_name = "mt-old"; }, "fail missing",
       R"(vm_name=mt-old)"},
      {"it is nowhere, but not all could be seen",
       [](VsphereWorld& w) {
         w.host("mt01").vm_name = "mt-old";
         w.add_vcenter("vc02");
         w.lacks("vc02", "vsphere.vms", {ErrorKind::refused, "vc02"});
       },
       "unknown refused", R"()"},
      {"another server is down, but it was found",
       [](VsphereWorld& w) {
         w.add_vcenter("vc02");
         w.lacks("vc02", "vsphere.vms", {ErrorKind::refused, "vc02"});
       },
       "pass", R"()"},
      {"orphaned",
       [](VsphereWorld& w) {
         w.row("vsphere.vms", "VirtualMachine:vm-1")["connection"] = "orphaned";
       },
       "fail not-connected", R"(state=orphaned|vcenter=vc01)"},
      {"switched off",
       [](VsphereWorld& w) { w.row("vsphere.vms", "VirtualMachine:vm-1")["power"] = "poweredOff"; },
       "fail powered-off", R"(state=poweredOff)"},
      {"its power is withheld",
       [](VsphereWorld& w) { w.withhold("vsphere.vms", "VirtualMachine:vm-1", "power"); },
       "unknown denied", R"()"},
      {"a template of that name does not count",
       [](VsphereWorld& w) {
         VsphereWorld::Json twin = w.row("vsphere.vms", "VirtualMachine:vm-1");
         twin["ref"] = "VirtualMachine:vm-8";
         twin["template"] = "true";
         w.rows("vsphere.vms").push_back(twin);
       },
       "pass", R"()"},
  };
  check_of_servers(vsphere_master_target);
  check_cases(vsphere_master_target, cases);
}
