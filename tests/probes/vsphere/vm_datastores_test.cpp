#include "tests/probes/vsphere/cases.h"

namespace fbd {
extern const Probe vsphere_vm_datastores;
}
using namespace fbd;

TEST_CASE("vsphere.vm-datastores") {
  const VsphereCase cases[] = {
      {"the machine is gone", [](VsphereWorld& w) { w.host("web01").vm_name = "gone"; },
       "skipped not-collected", R"()"},
      {"NFS",
       [](VsphereWorld& w) { w.row("vsphere.datastores", "Datastore:ds-1")["type"] = "NFS"; },
       "fail type", R"(datastore=vmfs01|type=NFS)"},
      {"not on that host",
       [](VsphereWorld& w) { w.row("vsphere.datastores", "Datastore:ds-1")["mounts"].erase(0); },
       "fail not-mounted", R"(datastore=vmfs01|esxi=esx01)"},
      {"read-only there",
       [](VsphereWorld& w) {
         w.row("vsphere.datastores", "Datastore:ds-1")["mounts"][0]["mode"] = "readOnly";
       },
       "fail read-only", R"()"},
      {"read-only only elsewhere",
       [](VsphereWorld& w) {
         w.row("vsphere.datastores", "Datastore:ds-1")["mounts"][1]["mode"] = "readOnly";
       },
       "pass", R"()"},
      {"all paths down",
       [](VsphereWorld& w) {
         w.row("vsphere.datastores", "Datastore:ds-1")["mounts"][0]["accessible"] = "false";
         w.row("vsphere.datastores", "Datastore:ds-1")["mounts"][0]["reason"] =
             "AllPathsDown_Start";
       },
       "fail inaccessible", R"(reason=AllPathsDown_Start)"},
      {"maintenance",
       [](VsphereWorld& w) {
         w.row("vsphere.datastores", "Datastore:ds-1")["maintenance"] = "inMaintenance";
       },
       "fail maintenance", R"()"},
      {"a master target of another system",
       [](VsphereWorld& w) {
         w.row("vsphere.vms", "VirtualMachine:vm-2")["guest"] = "windows9_64Guest";
       },
       "skipped not-collected", R"()"},
      {"mounts are withheld",
       [](VsphereWorld& w) { w.withhold("vsphere.datastores", "Datastore:ds-1", "mounts"); },
       "unknown denied", R"()"},
  };
  check_of_master_target(vsphere_vm_datastores);
  check_cases(vsphere_vm_datastores, cases);
}
