#include "tests/probes/vsphere/cases.h"

namespace fbd {
extern const Probe vsphere_scsi_controllers;
}
using namespace fbd;

TEST_CASE("vsphere.scsi-controllers") {
  const VsphereCase cases[] = {
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
  check_of_master_target(vsphere_scsi_controllers);
  check_cases(vsphere_scsi_controllers, cases);
}
