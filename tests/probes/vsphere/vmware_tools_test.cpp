#include "tests/probes/vsphere/cases.h"

namespace fbd {
extern const Probe vsphere_vmware_tools;
}
using namespace fbd;

TEST_CASE("vsphere.vmware-tools") {
  const VsphereCase cases[] = {
      {"all is well", [](VsphereWorld& w) { (void)w; }, "pass", R"()"},
      {"the server cannot be asked",
       [](VsphereWorld& w) {
         w.lacks("vc01", "vsphere.vms", {ErrorKind::refused, "vc01: refused"});
       },
       "unknown refused", R"()"},
      {"no server has an account", [](VsphereWorld& w) { w.host("vc01").account.reset(); },
       "skipped not-collected", R"()"},
      {"the machine is not found", [](VsphereWorld& w) { w.host("mt01").vm_name = "mt-old"; },
       "unknown not-found", R"()"},
      {"two machines could be it",
       [](VsphereWorld& w) {
         VsphereWorld::Json twin = w.row("vsphere.vms", "VirtualMachine:vm-1");
         twin["ref"] = "VirtualMachine:vm-8";
         w.rows("vsphere.vms").push_back(twin);
       },
       "unknown failed", R"()"},
      {"they stand still",
       [](VsphereWorld& w) {
         w.row("vsphere.site-machines", "VirtualMachine:vm-1")["tools"] = "guestToolsNotRunning";
       },
       "fail not-running", R"(vm=mt01)"},
      {"none",
       [](VsphereWorld& w) {
         w.row("vsphere.site-machines", "VirtualMachine:vm-1")["tools_version"] =
             "guestToolsNotInstalled";
       },
       "fail not-installed", R"()"},
      {"scripts",
       [](VsphereWorld& w) {
         w.row("vsphere.site-machines", "VirtualMachine:vm-1")["tools"] =
             "guestToolsExecutingScripts";
       },
       "unknown failed", R"()"},
      {"not told",
       [](VsphereWorld& w) {
         w.row("vsphere.site-machines", "VirtualMachine:vm-1").erase("tools");
       },
       "unknown not-found", R"()"},
  };
  check_cases(vsphere_vmware_tools, cases);
}
