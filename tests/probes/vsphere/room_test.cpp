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

}  // namespace

TEST_CASE("vsphere.room") {
  const VsphereCase cases[] = {
      {"no vault is known", [](VsphereWorld&) {}, "skipped not-collected"},
      {"the machine is there",
       [](VsphereWorld& w) {
         is_gone(w);
         w.host("web01").vm_name = "";
       },
       "skipped not-collected"},
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
       "skipped not-collected"},
      {"no vCenter could be asked",
       [](VsphereWorld& w) {
         is_gone(w);
         w.lacks("vc01", "vsphere.vms", {ErrorKind::refused, "vc01"});
       },
       "unknown refused"},
  };
  check_cases(vsphere_room, cases);
}
