#include "tests/probes/vsphere/cases.h"

namespace fbd {
extern const Probe vsphere_room;
}
using namespace fbd;

namespace {

/// web01 is not in vCenter, and the vault knows it with a disk of 100 GB.
void is_gone(VsphereWorld& w) {
  w.host("web01").vm_name = "web01-gone";
  Vault vault;
  vault.subscription = "s";
  vault.resource_group = "g";
  vault.name = "vault01";
  w.site.azure = vault;
  w.site.hosts.push_back(host_of(*w.site.azure));
  VsphereWorld::Json item = VsphereWorld::Json::parse(R"({
    "id": "/subscriptions/s/x", "name": "1", "properties": {"friendlyName": "web01",
    "providerSpecificDetails": {"instanceType": "InMageAzureV2", "protectedDisks": []}}})");
  VsphereWorld::Json answer{{"date", "Thu, 26 Nov 2026 21:00:00 GMT"}};
  answer["answers"] = VsphereWorld::Json::parse(R"([{"path": "/subscriptions/s", "pages": [{}]}])");
  answer["answers"][0]["pages"][0]["value"] = VsphereWorld::Json::array({item});
  w.of("vault01", "azure.protected-items") = {answer};
  // A list leaves the disks out.
  item["properties"]["providerSpecificDetails"]["protectedDisks"] =
      VsphereWorld::Json::parse(R"([{"diskCapacityInBytes": 107374182400}])");
  answer["answers"][0]["pages"][0] = item;
  w.of("vault01", "azure.items") = {answer};
  for (VsphereWorld::Json& one : w.rows("vsphere.datastores")) one["free"] = "1073741824";
}

/// No vault is known, but the machine itself shows disks of 30, 100 and 8 GB; the last is Azure's.
void is_asked_itself(VsphereWorld& w) {
  w.host("web01").vm_name = "web01-gone";
  w.host("web01").os = Os::gnu_linux;
  w.of("web01", "host.disks") = {
      "disk sda 62914560\ndisk sdb 16777216\ndisk sdc 209715200\nroot /dev/sda1 none\n"};
  for (VsphereWorld::Json& one : w.rows("vsphere.datastores")) one["free"] = "1073741824";
}

void shows_what_is_mounted(VsphereWorld& w) {
  w.of("web01",
       "host.volumes") = {"/dev/sda1 / ext4 rw 0 0\n/dev/sdb1 /mnt ext4 rw 0 0\n[fstab]\n[df]\n"};
}

}  // namespace

TEST_CASE("vsphere.room") {
  const VsphereCase cases[] = {
      {"the machine is there, and no vault", [](VsphereWorld&) {}, "pass"},
      {"nobody tells how large it is",
       [](VsphereWorld& w) { w.host("web01").vm_name = "web01-gone"; }, "unknown not-collected"},
      {"it tells itself, and there is no room",
       [](VsphereWorld& w) {
         is_asked_itself(w);
         shows_what_is_mounted(w);
       },
       "fail too-little", "needed=130 GB|free=1 GB"},
      {"it tells itself, and there is room without the temporary disk",
       [](VsphereWorld& w) {
         is_asked_itself(w);
         shows_what_is_mounted(w);
         w.row("vsphere.datastores", "Datastore:ds-2")["free"] = "139586437120";  // 130 GB
       },
       "pass", "free=130 GB"},
      {"which disk is temporary is not known, and it matters",
       [](VsphereWorld& w) {
         is_asked_itself(w);
         w.row("vsphere.datastores", "Datastore:ds-2")["free"] = "139586437120";
       },
       "unknown not-found"},
      {"which disk is temporary is not known, and there is room for none",
       [](VsphereWorld& w) {
         is_asked_itself(w);
         w.row("vsphere.datastores", "Datastore:ds-2")["free"] = "32212254720";  // 30 GB
       },
       "fail too-little", "needed=38 GB|free=30 GB"},
      {"the machine is there",
       [](VsphereWorld& w) {
         is_gone(w);
         w.host("web01").vm_name = "";
       },
       "pass"},
      {"no room", is_gone, "fail too-little", "needed=100 GB|free=1 GB|esxi=esx01"},
      {"room on one of them",
       [](VsphereWorld& w) {
         is_gone(w);
         w.row("vsphere.datastores", "Datastore:ds-2")["free"] = "107374182400";
       },
       "pass", "free=100 GB"},
      {"room only where the host cannot write",
       [](VsphereWorld& w) {
         is_gone(w);
         VsphereWorld::Json& one = w.row("vsphere.datastores", "Datastore:ds-2");
         one["free"] = "107374182400";
         one["mounts"][0]["mode"] = "readOnly";
       },
       "fail too-little"},
      {"free space is withheld",
       [](VsphereWorld& w) {
         is_gone(w);
         w.withhold("vsphere.datastores", "Datastore:ds-2", "free");
       },
       "unknown denied"},
      {"another machine in the vault",
       [](VsphereWorld& w) {
         is_gone(w);
         w.host("web01").name = "web07";
       },
       "unknown not-found"},
      {"no vCenter could be asked",
       [](VsphereWorld& w) {
         is_gone(w);
         w.lacks("vc01", "vsphere.vms", {ErrorKind::refused, "vc01"});
       },
       "unknown refused"},
  };
  check_cases(vsphere_room, cases);
}
