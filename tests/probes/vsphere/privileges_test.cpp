#include "tests/probes/vsphere/cases.h"

namespace fbd {
extern const Probe vsphere_privileges;
}
using namespace fbd;

TEST_CASE("vsphere.privileges") {
  const VsphereCase cases[] = {
      {"all is well", [](VsphereWorld& w) { (void)w; }, "pass", R"()"},
      {"read-only",
       [](VsphereWorld& w) {
         for (VsphereWorld::Json& one : w.rows("vsphere.privileges")) {
           one["denied"] =
               VsphereWorld::Json::array({"Datastore.AllocateSpace", "Datastore.Browse"});
           one["granted"] = VsphereWorld::Json::array();
         }
         w.row("vsphere.permissions", "Datacenter:datacenter-2")["permissions"][0]["role"] = "-2";
       },
       "fail read-only", R"(user=asr@vsphere.local|role=Read-only)"},
      {"one is missing",
       [](VsphereWorld& w) {
         w.row("vsphere.privileges", "Datacenter:datacenter-2")["denied"] =
             VsphereWorld::Json::array({"Datastore.Browse"});
         w.row("vsphere.privileges", "Datastore:ds-1")["denied"] =
             VsphereWorld::Json::array({"Datastore.Browse"});
       },
       "fail missing",
       R"(count=1|privileges=Browse datastore (Datastore.Browse)|objects=datacenter dc01 and datastore vmfs01)"},
      {"the document has words where the server has none",
       [](VsphereWorld& w) {
         w.row("vsphere.privileges", "Datacenter:datacenter-2")["denied"] =
             VsphereWorld::Json::array({"Datastore.AllocateSpace"});
       },
       "fail missing", R"(privileges=Datastore > Allocate space (Datastore.AllocateSpace))"},
      {"not further down",
       [](VsphereWorld& w) {
         w.row("vsphere.privileges", "Datastore:ds-1")["denied"] =
             VsphereWorld::Json::array({"Datastore.Browse"});
       },
       "fail not-propagated", R"(objects=datastore vmfs01)"},
      {"not told",
       [](VsphereWorld& w) { w.withhold("vsphere.privileges", "HostSystem:host-1", "granted"); },
       "unknown denied", R"()"},
      {"nothing is seen", [](VsphereWorld& w) { w.rows("vsphere.privileges").clear(); },
       "unknown not-found", R"()"},
      {"no answer",
       [](VsphereWorld& w) {
         w.lacks("vc01", "vsphere.privileges", {ErrorKind::denied, "no session"});
       },
       "unknown denied", R"()"},
  };
  check_cases(vsphere_privileges, cases);
}
