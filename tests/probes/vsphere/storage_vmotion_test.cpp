#include "tests/probes/vsphere/cases.h"

namespace fbd {
extern const Probe vsphere_storage_vmotion;
}
using namespace fbd;

TEST_CASE("vsphere.storage-vmotion") {
  const VsphereCase cases[] = {
      {"it moved with disks of others",
       [](VsphereWorld& w) {
         w.rows("vsphere.events")
             .push_back({{"ref", "VirtualMachine:vm-1"},
                         {"key", "1"},
                         {"type", "VmRelocatedEvent"},
                         {"time", "2026-11-20T10:00:00Z"},
                         {"vm", "VirtualMachine:vm-1"},
                         {"datastore", "vmfs02"},
                         {"source_datastore", "vmfs01"},
                         {"user", "CONTOSO\\bob"}});
         w.row("vsphere.site-machines", "VirtualMachine:vm-1")["devices"].push_back(
             {{"type", "VirtualDisk"},
              {"key", "3000"},
              {"file", "[vmfs02] mt01/web01.vmdk"},
              {"uuid", "6000c292-0000-0000-0000-000000000001"}});
       },
       "fail moved", R"(from=vmfs01|to=vmfs02|user=CONTOSO\bob|when=2026-11-20 10:00:00 UTC)"},
      {"it moved alone",
       [](VsphereWorld& w) {
         w.rows("vsphere.events")
             .push_back({{"ref", "VirtualMachine:vm-1"},
                         {"key", "1"},
                         {"type", "VmRelocatedEvent"},
                         {"time", "2026-11-20T10:00:00Z"},
                         {"vm", "VirtualMachine:vm-1"},
                         {"datastore", "vmfs02"},
                         {"source_datastore", "vmfs01"},
                         {"user", "CONTOSO\\bob"}});
       },
       "warn moved-before", R"()"},
      {"only the running machine moved",
       [](VsphereWorld& w) {
         w.rows("vsphere.events")
             .push_back({{"ref", "VirtualMachine:vm-1"},
                         {"key", "1"},
                         {"type", "VmMigratedEvent"},
                         {"time", "2026-11-20T10:00:00Z"},
                         {"vm", "VirtualMachine:vm-1"},
                         {"datastore", "vmfs01"},
                         {"source_datastore", "vmfs01"},
                         {"user", "CONTOSO\\bob"}});
       },
       "pass", R"()"},
      {"Storage DRS may move it",
       [](VsphereWorld& w) {
         w.row("vsphere.datastore-clusters", "StoragePod:group-p4")["config"]["overrides"] =
             VsphereWorld::Json::array();
       },
       "warn storage-drs", R"(cluster=pod01)"},
      {"Storage DRS only recommends",
       [](VsphereWorld& w) {
         w.row("vsphere.datastore-clusters", "StoragePod:group-p4")["config"]["overrides"] =
             VsphereWorld::Json::array();
         w.row("vsphere.datastore-clusters", "StoragePod:group-p4")["config"]["behavior"] =
             "manual";
       },
       "pass", R"()"},
      {"it is in no datastore cluster",
       [](VsphereWorld& w) { w.rows("vsphere.datastore-clusters").clear(); }, "pass", R"()"},
      {"DRS may move it",
       [](VsphereWorld& w) {
         w.row("vsphere.clusters", "ClusterComputeResource:domain-c7")["config"]["overrides"] =
             VsphereWorld::Json::array();
       },
       "warn drs", R"(cluster=cl01)"},
      {"DRS is off",
       [](VsphereWorld& w) {
         w.row("vsphere.clusters", "ClusterComputeResource:domain-c7")["config"]["overrides"] =
             VsphereWorld::Json::array();
         w.row("vsphere.clusters", "ClusterComputeResource:domain-c7")["config"]["enabled"] =
             "false";
       },
       "pass", R"()"},
      {"events are not told",
       [](VsphereWorld& w) {
         w.lacks("vc01", "vsphere.events", {ErrorKind::denied, "events"});
       },
       "unknown denied", R"()"},
  };
  check_of_master_target(vsphere_storage_vmotion);
  check_cases(vsphere_storage_vmotion, cases);
}
