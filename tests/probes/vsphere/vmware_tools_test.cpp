#include "tests/probes/vsphere/cases.h"

namespace fbd {
extern const Probe vsphere_vmware_tools;
}
using namespace fbd;

TEST_CASE("vsphere.vmware-tools") {
  const VsphereCase cases[] = {
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
  check_of_master_target(vsphere_vmware_tools);
  check_cases(vsphere_vmware_tools, cases);
}
