#include "tests/probes/vsphere/cases.h"

namespace fbd {
extern const Probe vsphere_disk_enable_uuid;
}
using namespace fbd;

TEST_CASE("vsphere.disk-enable-uuid") {
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
      {"no such row",
       [](VsphereWorld& w) {
         w.row("vsphere.site-machines", "VirtualMachine:vm-1")["settings"] =
             VsphereWorld::Json::array();
       },
       "fail missing", R"(vm=mt01)"},
      {"false",
       [](VsphereWorld& w) {
         w.row("vsphere.site-machines", "VirtualMachine:vm-1")["settings"][0]["value"] = "FALSE";
       },
       "fail off", R"(setting=FALSE)"},
      {"lower case",
       [](VsphereWorld& w) {
         w.row("vsphere.site-machines", "VirtualMachine:vm-1")["settings"][0]["value"] = "true";
       },
       "pass", R"()"},
      {"a number",
       [](VsphereWorld& w) {
         w.row("vsphere.site-machines", "VirtualMachine:vm-1")["settings"][0]["value"] = "1";
       },
       "pass", R"()"},
      {"withheld",
       [](VsphereWorld& w) {
         w.withhold("vsphere.site-machines", "VirtualMachine:vm-1", "settings");
       },
       "unknown denied", R"()"},
      {"its configuration is not there",
       [](VsphereWorld& w) {
         w.row("vsphere.site-machines", "VirtualMachine:vm-1").erase("settings");
         w.row("vsphere.site-machines", "VirtualMachine:vm-1").erase("vmx");
       },
       "unknown failed", R"()"},
  };
  check_cases(vsphere_disk_enable_uuid, cases);
}
