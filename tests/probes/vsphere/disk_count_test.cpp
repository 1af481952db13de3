#include "tests/probes/vsphere/cases.h"

namespace fbd {
extern const Probe vsphere_disk_count;
}
using namespace fbd;

TEST_CASE("vsphere.disk-count") {
  const VsphereCase cases[] = {
      {"all is well", [](VsphereWorld& w) { (void)w; }, "pass", R"(attached=2|coming=1)"},
      {"sixty-one",
       [](VsphereWorld& w) {
         for (int i = 0; i < 59; ++i)
           w.row("vsphere.site-machines", "VirtualMachine:vm-1")["devices"].push_back(
               {{"type", "VirtualDisk"},
                {"key", std::to_string(3000 + i)},
                {"file", "[vmfs01] mt01/" + std::to_string(i) + ".vmdk"}});
       },
       "fail too-many", R"(attached=61)"},
      {"sixty are allowed, and one more comes",
       [](VsphereWorld& w) {
         for (int i = 0; i < 58; ++i)
           w.row("vsphere.site-machines", "VirtualMachine:vm-1")["devices"].push_back(
               {{"type", "VirtualDisk"},
                {"key", std::to_string(3000 + i)},
                {"file", "[vmfs01] mt01/" + std::to_string(i) + ".vmdk"}});
       },
       "fail no-room", R"(attached=60|coming=1)"},
      {"those that come count",
       [](VsphereWorld& w) {
         for (int i = 0; i < 60; ++i)
           w.row("vsphere.vms", "VirtualMachine:vm-2")["disks"].push_back(
               {{"file", "[vmfs01] web01/" + std::to_string(i) + ".vmdk"},
                {"uuid", "6000C29f-" + std::to_string(i)}});
       },
       "fail no-room", R"(attached=2|coming=61)"},
      {"few places",
       [](VsphereWorld& w) {
         for (int i = 0; i < 49; ++i)
           w.row("vsphere.site-machines", "VirtualMachine:vm-1")["devices"].push_back(
               {{"type", "VirtualDisk"},
                {"key", std::to_string(3000 + i)},
                {"file", "[vmfs01] mt01/" + std::to_string(i) + ".vmdk"}});
       },
       "warn few-places", R"(attached=51|coming=1)"},
      {"what is attached already does not come",
       [](VsphereWorld& w) {
         w.row("vsphere.site-machines", "VirtualMachine:vm-1")["devices"].push_back(
             {{"type", "VirtualDisk"},
              {"key", "3000"},
              {"file", "[vmfs01] web01/web01.vmdk"},
              {"uuid", "6000c292-0000-0000-0000-000000000001"}});
       },
       "pass", R"(attached=3|coming=0)"},
      {"machines of another system go elsewhere",
       [](VsphereWorld& w) {
         for (int i = 0; i < 60; ++i)
           w.row("vsphere.vms", "VirtualMachine:vm-2")["disks"].push_back(
               {{"file", "[vmfs01] web01/" + std::to_string(i) + ".vmdk"},
                {"uuid", "6000C29f-" + std::to_string(i)}});
         w.row("vsphere.vms", "VirtualMachine:vm-2")["guest"] = "windows9_64Guest";
       },
       "pass", R"(coming=0)"},
      {"with two master targets nobody knows which goes where",
       [](VsphereWorld& w) {
         for (int i = 0; i < 60; ++i)
           w.row("vsphere.vms", "VirtualMachine:vm-2")["disks"].push_back(
               {{"file", "[vmfs01] web01/" + std::to_string(i) + ".vmdk"},
                {"uuid", "6000C29f-" + std::to_string(i)}});
         w.site.hosts.push_back(w.host("mt01"));
         w.site.hosts.back().name = "mt02";
         w.site.hosts.back().vm_name = "other";
         w.site.hosts.back().roles = Roles{Role::configuration_server};
         w.host("vc01").name = "vc01";
       },
       "fail no-room", R"()"},
      {"disks of the other machine are withheld",
       [](VsphereWorld& w) { w.withhold("vsphere.vms", "VirtualMachine:vm-2", "disks"); },
       "unknown denied", R"()"},
  };
  check_of_master_target(vsphere_disk_count);
  check_cases(vsphere_disk_count, cases);
}
