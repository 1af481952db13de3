#include "tests/probes/vsphere/cases.h"

namespace fbd {
extern const Probe vsphere_retention_disk;
}
using namespace fbd;

TEST_CASE("vsphere.retention-disk") {
  const VsphereCase cases[] = {
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
  check_of_master_target(vsphere_retention_disk);
  check_cases(vsphere_retention_disk, cases);
}
