#include "tests/probes/vsphere/cases.h"

namespace fbd {
extern const Probe vsphere_uuid_clash;
}
using namespace fbd;

TEST_CASE("vsphere.uuid-clash") {
  const VsphereCase cases[] = {
      {"the BIOS UUID of web01",
       [](VsphereWorld& w) {
         w.row("vsphere.vms", "VirtualMachine:vm-2")["uuid"] =
             w.row("vsphere.vms", "VirtualMachine:vm-1")["uuid"];
         w.rows("vsphere.events")
             .push_back({{"ref", "VirtualMachine:vm-2"},
                         {"key", "1"},
                         {"type", "VmClonedEvent"},
                         {"time", "2026-01-02T03:04:05Z"},
                         {"vm", "VirtualMachine:vm-2"},
                         {"source_vm_name", "tmpl-rhel7"}});
       },
       "fail with-protected-vm",
       R"(what=BIOS UUID|machines=web01 in vc01|uuids=42030000000000000000000000000001|origin=web01 was cloned from tmpl-rhel7 at 2026-01-02 03:04:05 UTC)"},
      {"the UUID of a disk",
       [](VsphereWorld& w) {
         w.row("vsphere.vms", "VirtualMachine:vm-2")["disks"][0]["uuid"] =
             "6000c291 00000000-0000000000000001";
       },
       "fail with-protected-vm",
       R"(what=disk UUID|origin=the events do not tell where they came from)"},
      {"the same file is no clash",
       [](VsphereWorld& w) {
         w.row("vsphere.vms", "VirtualMachine:vm-2")["disks"][0] =
             w.row("vsphere.vms", "VirtualMachine:vm-1")["disks"][0];
       },
       "pass", R"()"},
      {"another machine",
       [](VsphereWorld& w) {
         w.row("vsphere.vms", "VirtualMachine:vm-3")["uuid"] =
             w.row("vsphere.vms", "VirtualMachine:vm-1")["uuid"];
       },
       "warn with-another", R"(machines=other in vc01)"},
      {"in another vCenter",
       [](VsphereWorld& w) {
         w.add_vcenter("vc02");
         w.of("vc02", "vsphere.hosts") = w.rows("vsphere.hosts");
         VsphereWorld::Json twin = w.row("vsphere.vms", "VirtualMachine:vm-3");
         twin["uuid"] = w.row("vsphere.vms", "VirtualMachine:vm-1")["uuid"];
         twin["name"] = "far";
         w.of("vc02", "vsphere.vms") = {twin};
         w.of("vc02", "vsphere.events") = {};
       },
       "warn with-another", R"(machines=far in vc02)"},
      {"another vCenter could not be asked",
       [](VsphereWorld& w) {
         w.add_vcenter("vc02");
         w.of("vc02", "vsphere.hosts") = w.rows("vsphere.hosts");
         w.lacks("vc02", "vsphere.vms", {ErrorKind::refused, "vc02"});
       },
       "unknown refused", R"()"},
  };
  check_of_master_target(vsphere_uuid_clash);
  check_cases(vsphere_uuid_clash, cases);
}
