#include "tests/probes/vsphere/cases.h"

namespace fbd {
extern const Probe vsphere_esxi_host;
}
using namespace fbd;

TEST_CASE("vsphere.esxi-host") {
  const VsphereCase cases[] = {
      {"all is well", [](VsphereWorld& w) { (void)w; }, "pass", R"(esxi=esx01|version=7.0.3)"},
      {"no ESXi",
       [](VsphereWorld& w) { w.row("vsphere.hosts", "HostSystem:host-1")["product_line"] = "gsx"; },
       "fail not-esxi", R"()"},
      {"5.1",
       [](VsphereWorld& w) { w.row("vsphere.hosts", "HostSystem:host-1")["version"] = "5.1.0"; },
       "fail too-old", R"(version=5.1.0)"},
      {"5.5",
       [](VsphereWorld& w) { w.row("vsphere.hosts", "HostSystem:host-1")["version"] = "5.5.0"; },
       "pass", R"()"},
      {"disconnected",
       [](VsphereWorld& w) {
         w.row("vsphere.hosts", "HostSystem:host-1")["connection"] = "notResponding";
       },
       "fail not-connected", R"(state=notResponding)"},
      {"maintenance",
       [](VsphereWorld& w) { w.row("vsphere.hosts", "HostSystem:host-1")["maintenance"] = "true"; },
       "fail maintenance", R"()"},
      {"lockdown does not concern a vCenter",
       [](VsphereWorld& w) {
         w.row("vsphere.hosts", "HostSystem:host-1")["lockdown"] = "lockdownStrict";
       },
       "pass", R"()"},
      {"lockdown of a host that is asked directly",
       [](VsphereWorld& w) {
         w.row("vsphere.hosts", "HostSystem:host-1")["lockdown"] = "lockdownNormal";
         w.host("vc01").roles = Roles{Role::esxi};
       },
       "warn lockdown", R"(esxi=esx01)"},
      {"its clock",
       [](VsphereWorld& w) { w.rows("vsphere.clocks").front()["time"] = "2026-11-23T20:20:00Z"; },
       "warn clock", R"(minutes=20|direction=ahead of)"},
      {"its clock is behind",
       [](VsphereWorld& w) { w.rows("vsphere.clocks").front()["time"] = "2026-11-23T19:40:00Z"; },
       "warn clock", R"(minutes=20|direction=behind)"},
      {"a small difference",
       [](VsphereWorld& w) { w.rows("vsphere.clocks").front()["time"] = "2026-11-23T20:14:59Z"; },
       "pass", R"()"},
      {"no clock", [](VsphereWorld& w) { w.rows("vsphere.clocks").clear(); }, "unknown not-found",
       R"()"},
      {"the host is not seen",
       [](VsphereWorld& w) { w.rows("vsphere.hosts").erase(w.rows("vsphere.hosts").begin()); },
       "unknown denied", R"()"},
  };
  check_of_master_target(vsphere_esxi_host);
  check_cases(vsphere_esxi_host, cases);
}
