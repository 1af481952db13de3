#include "tests/probes/vsphere/cases.h"

namespace fbd {
extern const Probe vsphere_datastores;
}
using namespace fbd;

TEST_CASE("vsphere.datastores") {
  const VsphereCase cases[] = {
      {"none at all",
       [](VsphereWorld& w) {
         w.row("vsphere.hosts", "HostSystem:host-1")["datastores"] = VsphereWorld::Json::array();
       },
       "fail none", R"(esxi=esx01)"},
      {"only NFS",
       [](VsphereWorld& w) {
         w.row("vsphere.datastores", "Datastore:ds-1")["type"] = "NFS";
         w.row("vsphere.datastores", "Datastore:ds-2")["type"] = "NFS41";
       },
       "fail no-vmfs", R"(types=NFS and NFS41)"},
      {"only vSAN",
       [](VsphereWorld& w) {
         w.row("vsphere.datastores", "Datastore:ds-1")["type"] = "vsan";
         w.row("vsphere.datastores", "Datastore:ds-2")["type"] = "NFS";
       },
       "warn only-vsan", R"()"},
      {"VMFS that cannot be written",
       [](VsphereWorld& w) {
         w.row("vsphere.datastores", "Datastore:ds-1")["mounts"][0]["mode"] = "readOnly";
         w.row("vsphere.datastores", "Datastore:ds-2")["mounts"][0]["accessible"] = "false";
       },
       "fail unusable", R"(datastores=vmfs01: mounted read-only and vmfs02: inaccessible)"},
      {"another host has it mounted, this one not",
       [](VsphereWorld& w) {
         w.row("vsphere.datastores", "Datastore:ds-1")["mounts"].erase(0);
         w.row("vsphere.datastores", "Datastore:ds-2")["mounts"][0]["mounted"] = "false";
       },
       "fail unusable", R"()"},
      {"one VMFS is enough",
       [](VsphereWorld& w) { w.row("vsphere.datastores", "Datastore:ds-1")["type"] = "NFS"; },
       "pass", R"()"},
      {"the types are withheld",
       [](VsphereWorld& w) {
         w.withhold("vsphere.datastores", "Datastore:ds-1", "type");
         w.withhold("vsphere.datastores", "Datastore:ds-2", "type");
       },
       "unknown denied", R"()"},
      {"what is not seen", [](VsphereWorld& w) { w.rows("vsphere.datastores").clear(); },
       "unknown denied", R"()"},
      {"one is withheld, the other is fine",
       [](VsphereWorld& w) { w.withhold("vsphere.datastores", "Datastore:ds-1", "type"); }, "pass",
       R"()"},
  };
  check_of_master_target(vsphere_datastores);
  check_cases(vsphere_datastores, cases);
}
