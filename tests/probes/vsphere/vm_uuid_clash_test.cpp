#include "tests/probes/vsphere/cases.h"

namespace fbd {
extern const Probe vsphere_vm_uuid_clash;
}
using namespace fbd;

TEST_CASE("vsphere.vm-uuid-clash") {
  const VsphereCase cases[] = {
      {"all is well", [](VsphereWorld& w) { (void)w; }, "pass", R"()"},
      {"the server cannot be asked",
       [](VsphereWorld& w) {
         w.lacks("vc01", "vsphere.vms", {ErrorKind::refused, "vc01: refused"});
       },
       "unknown refused", R"()"},
      {"no server has an account", [](VsphereWorld& w) { w.host("vc01").account.reset(); },
       "skipped not-collected", R"()"},
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
  check_cases(vsphere_vm_uuid_clash, cases);
}
