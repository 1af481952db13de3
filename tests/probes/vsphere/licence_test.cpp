#include "tests/probes/vsphere/cases.h"

namespace fbd {
extern const Probe vsphere_licence;
}
using namespace fbd;

TEST_CASE("vsphere.licence") {
  const VsphereCase cases[] = {
      {"all is well", [](VsphereWorld& w) { (void)w; }, "pass", R"()"},
      {"free",
       [](VsphereWorld& w) {
         w.rows("vsphere.about").front()["api_type"] = "HostAgent";
         w.host("vc01").roles = Roles{Role::esxi};
         w.lacks("vc01", "vsphere.assigned-licences", {ErrorKind::failed, "MethodNotFound"});
         w.rows("vsphere.licences").front()["all"][0] = {{"edition", "esxBasic"},
                                                         {"name", "VMware vSphere 6 Hypervisor"}};
       },
       "fail free", R"(licence=VMware vSphere 6 Hypervisor|esxi=vc01)"},
      {"free by its name alone",
       [](VsphereWorld& w) {
         w.rows("vsphere.about").front()["api_type"] = "HostAgent";
         w.host("vc01").roles = Roles{Role::esxi};
         w.lacks("vc01", "vsphere.assigned-licences", {ErrorKind::failed, "MethodNotFound"});
         w.rows("vsphere.licences").front()["all"][0] = {{"edition", "esx.something"},
                                                         {"name", "VMware vSphere 8 Hypervisor"}};
       },
       "warn perhaps-free", R"()"},
      {"the one that was assigned counts",
       [](VsphereWorld& w) {
         w.rows("vsphere.about").front()["api_type"] = "HostAgent";
         w.host("vc01").roles = Roles{Role::esxi};
         w.rows("vsphere.licences")
             .front()["all"]
             .push_back({{"edition", "esxBasic"}, {"name", "VMware vSphere 6 Hypervisor"}});
       },
       "pass", R"()"},
      {"several, and none is said to be in force",
       [](VsphereWorld& w) {
         w.rows("vsphere.about").front()["api_type"] = "HostAgent";
         w.host("vc01").roles = Roles{Role::esxi};
         w.lacks("vc01", "vsphere.assigned-licences", {ErrorKind::failed, "MethodNotFound"});
         w.rows("vsphere.licences")
             .front()["all"]
             .push_back({{"edition", "esxBasic"}, {"name", "VMware vSphere 6 Hypervisor"}});
       },
       "unknown not-found", R"()"},
      {"evaluation",
       [](VsphereWorld& w) {
         w.rows("vsphere.assigned-licences").front() = {
             {"ref", "host-1"},
             {"entity_name", "esx01"},
             {"edition", "eval"},
             {"name", "Evaluation Mode"},
             {"properties",
              VsphereWorld::Json::parse(R"([{"key": "expirationHours", "value": "240"}])")}};
       },
       "warn evaluation", R"(days=10|esxi=esx01)"},
      {"the evaluation is over",
       [](VsphereWorld& w) {
         w.rows("vsphere.assigned-licences").front() = {
             {"ref", "host-1"},
             {"entity_name", "esx01"},
             {"edition", "eval"},
             {"name", "Evaluation Mode"},
             {"properties",
              VsphereWorld::Json::parse(R"([{"key": "expirationHours", "value": "0"}])")}};
       },
       "fail evaluation-expired", R"(esxi=esx01)"},
      {"an evaluation of unknown length",
       [](VsphereWorld& w) { w.rows("vsphere.assigned-licences").front()["edition"] = "eval"; },
       "unknown not-found", R"()"},
      {"a host of no interest",
       [](VsphereWorld& w) {
         w.rows("vsphere.assigned-licences").front()["ref"] = "host-9";
         w.rows("vsphere.assigned-licences").front()["edition"] = "esxBasic";
       },
       "unknown not-found", R"()"},
      {"not told",
       [](VsphereWorld& w) {
         w.lacks("vc01", "vsphere.assigned-licences", {ErrorKind::denied, "licences"});
       },
       "unknown denied", R"()"},
  };
  check_cases(vsphere_licence, cases);
}
