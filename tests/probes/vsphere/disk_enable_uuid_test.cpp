#include "tests/probes/vsphere/cases.h"

namespace fbd {
extern const Probe vsphere_disk_enable_uuid;
}
using namespace fbd;

TEST_CASE("vsphere.disk-enable-uuid") {
  const VsphereCase cases[] = {
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
  check_of_master_target(vsphere_disk_enable_uuid);
  check_cases(vsphere_disk_enable_uuid, cases);
}
