#include "tests/probes/vsphere/cases.h"

namespace fbd {
extern const Probe vsphere_vm_uuid_clash;
}
using namespace fbd;

TEST_CASE("vsphere.vm-uuid-clash") {
  const VsphereCase cases[] = {
      {"what it shares with the master target is told there",
       [](VsphereWorld& w) {
         w.row("vsphere.vms", "VirtualMachine:vm-2")["uuid"] =
             w.row("vsphere.vms", "VirtualMachine:vm-1")["uuid"];
       },
       "pass", R"()"},
      {"another machine",
       [](VsphereWorld& w) {
         w.row("vsphere.vms", "VirtualMachine:vm-3")["uuid"] =
             w.row("vsphere.vms", "VirtualMachine:vm-2")["uuid"];
       },
       "warn with-another", R"(machines=other in vc01)"},
  };
  check_of_servers(vsphere_vm_uuid_clash);
  check_cases(vsphere_vm_uuid_clash, cases);
}
