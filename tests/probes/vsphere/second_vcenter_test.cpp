#include "tests/probes/vsphere/cases.h"

namespace fbd {
extern const Probe vsphere_second_vcenter;
}
using namespace fbd;

TEST_CASE("vsphere.second-vcenter") {
  const VsphereCase cases[] = {
      {"the master target is in another one",
       [](VsphereWorld& w) {
         w.add_vcenter("vc02");
         w.of("vc02", "vsphere.hosts") = w.rows("vsphere.hosts");
         w.of("vc02", "vsphere.vms") = {w.row("vsphere.vms", "VirtualMachine:vm-1")};
         w.rows("vsphere.vms").erase(w.rows("vsphere.vms").begin());
       },
       "fail master-target-elsewhere", R"(vcenter=vc01|mt_vcenter=vc02)"},
      {"the machine is gone, and its vCenter was another",
       [](VsphereWorld& w) {
         w.add_vcenter("vc02");
         w.of("vc02", "vsphere.hosts") = w.rows("vsphere.hosts");
         w.host("web01").vcenter = "vc02";
         w.host("web01").vm_name = "gone";
         w.of("vc02", "vsphere.vms") = {};
       },
       "warn new-vcenter", R"(vcenter=vc01|old_vcenter=vc02)"},
      {"the machine is gone, from the same one",
       [](VsphereWorld& w) { w.host("web01").vm_name = "gone"; }, "pass", R"()"},
      {"the master target is on a host of its own",
       [](VsphereWorld& w) {
         w.add_vcenter("vc02");
         w.of("vc02", "vsphere.hosts") = w.rows("vsphere.hosts");
         w.host("vc02").roles = Roles{Role::esxi};
         w.of("vc02", "vsphere.vms") = {w.row("vsphere.vms", "VirtualMachine:vm-1")};
         w.rows("vsphere.vms").erase(w.rows("vsphere.vms").begin());
       },
       "fail host-not-in-vcenter", R"(esxi=vc02)"},
      {"the master target is nowhere", [](VsphereWorld& w) { w.host("mt01").vm_name = "gone"; },
       "unknown not-found", R"()"},
  };
  check_of_servers(vsphere_second_vcenter);
  check_cases(vsphere_second_vcenter, cases);
}
