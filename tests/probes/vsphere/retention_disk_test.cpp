#include "tests/probes/vsphere/cases.h"

namespace fbd {
extern const Probe vsphere_retention_disk;
}
using namespace fbd;

TEST_CASE("vsphere.retention-disk") {
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
      {"only the system",
       [](VsphereWorld& w) {
         w.row("vsphere.site-machines", "VirtualMachine:vm-1")["devices"].erase(2);
       },
       "fail missing", R"(vm=mt01)"},
      {"a disk of a machine that comes home is not its own",
       [](VsphereWorld& w) {
         w.row("vsphere.site-machines", "VirtualMachine:vm-1")["devices"].erase(2);
         w.row("vsphere.site-machines", "VirtualMachine:vm-1")["devices"].push_back(
             {{"type", "VirtualDisk"},
              {"key", "3000"},
              {"file", "[vmfs01] web01/web01.vmdk"},
              {"uuid", "6000c292-0000-0000-0000-000000000001"}});
       },
       "fail missing", R"()"},
  };
  check_cases(vsphere_retention_disk, cases);
}
