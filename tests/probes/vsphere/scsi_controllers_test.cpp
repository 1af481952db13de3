#include "tests/probes/vsphere/cases.h"

namespace fbd {
extern const Probe vsphere_scsi_controllers;
}
using namespace fbd;

TEST_CASE("vsphere.scsi-controllers") {
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
      {"a paravirtual one beside it",
       [](VsphereWorld& w) {
         w.row("vsphere.site-machines", "VirtualMachine:vm-1")["devices"].push_back(
             {{"type", "ParaVirtualSCSIController"},
              {"key", "1001"},
              {"label", "SCSI controller 1"}});
       },
       "fail paravirtual", R"(controllers=SCSI controller 1)"},
      {"SAS",
       [](VsphereWorld& w) {
         w.row("vsphere.site-machines", "VirtualMachine:vm-1")["devices"][0]["type"] =
             "VirtualLsiLogicSASController";
       },
       "pass", R"()"},
      {"only NVMe",
       [](VsphereWorld& w) {
         w.row("vsphere.site-machines", "VirtualMachine:vm-1")["devices"][0]["type"] =
             "VirtualNVMEController";
       },
       "fail no-lsi-logic", R"()"},
      {"withheld",
       [](VsphereWorld& w) {
         w.withhold("vsphere.site-machines", "VirtualMachine:vm-1", "devices");
       },
       "unknown denied", R"()"},
  };
  check_cases(vsphere_scsi_controllers, cases);
}
