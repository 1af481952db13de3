#include "tests/probes/vsphere/cases.h"

namespace fbd {
extern const Probe vsphere_snapshots;
}
using namespace fbd;

TEST_CASE("vsphere.snapshots") {
  const VsphereCase cases[] = {
      {"one",
       [](VsphereWorld& w) {
         w.row("vsphere.site-machines", "VirtualMachine:vm-1")["snapshots"] =
             VsphereWorld::Json::parse(
                 R"([{"name": "before patch", "created": "2026-01-01T00:00:00Z"}])");
       },
       "fail present", R"(snapshots="before patch")"},
      {"a delta without a snapshot",
       [](VsphereWorld& w) {
         w.row("vsphere.site-machines", "VirtualMachine:vm-1")["devices"][1]["file"] =
             "[vmfs01] mt01/mt01-000002.vmdk";
       },
       "fail deltas", R"(files=[vmfs01] mt01/mt01-000002.vmdk)"},
      {"a disk that has a parent",
       [](VsphereWorld& w) {
         w.row("vsphere.site-machines", "VirtualMachine:vm-1")["devices"][1]["parent_file"] =
             "[vmfs01] mt01/mt01.vmdk";
       },
       "fail deltas", R"()"},
      {"a name that only looks alike",
       [](VsphereWorld& w) {
         w.row("vsphere.site-machines", "VirtualMachine:vm-1")["devices"][1]["file"] =
             "[vmfs01] mt01/data-12345.vmdk";
       },
       "pass", R"()"},
      {"consolidation is needed",
       [](VsphereWorld& w) {
         w.row("vsphere.site-machines", "VirtualMachine:vm-1")["consolidation"] = "true";
       },
       "fail consolidation", R"()"},
      {"snapshots are withheld",
       [](VsphereWorld& w) {
         w.withhold("vsphere.site-machines", "VirtualMachine:vm-1", "snapshots");
       },
       "unknown denied", R"()"},
      {"devices are withheld",
       [](VsphereWorld& w) {
         w.withhold("vsphere.site-machines", "VirtualMachine:vm-1", "devices");
       },
       "unknown denied", R"()"},
  };
  check_of_master_target(vsphere_snapshots);
  check_cases(vsphere_snapshots, cases);
}
