// Reads what the search for clashing UUIDs and the check of a master target need, of all VMs of a
// vCenter, and searches: bench-vsphere URL USER THUMBPRINT, the password in GOVC_PASSWORD. See
// scripts/bench-vsphere.
#include <fmt/format.h>

#include <chrono>

#include "collectors/evidence/fact.h"
#include "collectors/transport/live_source.h"
#include "collectors/vsphere/uuid_clashes.h"

int main(int argc, char** argv) {
  if (argc != 4) {
    fmt::print(stderr, "usage: bench-vsphere URL USER THUMBPRINT\n");
    return 64;
  }
  fbd::Site site;
  fbd::Host vcenter;
  vcenter.name = "vc01";
  vcenter.roles.add(fbd::Role::vcenter);
  vcenter.url = argv[1];
  vcenter.certificate_sha256 = argv[3];
  vcenter.account =
      fbd::Account{argv[2], fbd::SecretRef{fbd::SecretRef::Kind::env, "GOVC_PASSWORD"}};
  site.hosts.push_back(vcenter);

  const fbd::VsphereGet request{
      fbd::VsphereCall::objects,
      {"VirtualMachine"},
      {"name", "uuid=config.uuid", "instance_uuid=config.instanceUuid",
       "disks=config.hardware.device(@type=VirtualDisk){file=backing.fileName,uuid=backing.uuid}",
       "settings=config.extraConfig(key=disk.EnableUUID){key,value}",
       "snapshots=snapshot.rootSnapshotList{name}"},
      {}};
  fbd::Evidence evidence;
  fbd::LiveSource source(site);
  source.ask({{"vc01", "vsphere.vms", request}}, std::chrono::minutes(5),
             [&](const fbd::Question& question, const fbd::Observation& observation) {
               evidence.record(question, observation);
               return std::vector<fbd::Question>{};
             });
  const fbd::Result<fbd::VsphereVms> machines =
      fbd::known<fbd::VsphereVms>(fbd::Context{site, evidence, site.hosts.front()}).value;
  if (!machines) {
    fmt::print(stderr, "{}\n", machines.error().message);
    return 1;
  }
  const fbd::VsphereVms* all[] = {&*machines};
  fmt::print("{} VMs, {} clashes\n", machines->all->size(), fbd::uuid_clashes(all).size());
}
