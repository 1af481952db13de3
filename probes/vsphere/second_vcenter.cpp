#include <fmt/format.h>

#include "collectors/vsphere/server.h"
#include "probes/vsphere/machines.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"host-not-in-vcenter", Status::fail, "esxi"},
    {"new-vcenter", Status::warn, "vcenter old_vcenter"},
    {"master-target-elsewhere", Status::fail, "vcenter mt_vcenter"},
};

Verdict decide(ProtectedVm<Itself> protected_vm, MasterTarget<Itself> target,
               const Vspheres<VsphereVms>& vms, const Vspheres<VsphereHosts>& hosts) {
  const Search mts = search(target.host(), vms, true);
  if (!mts.has_servers)
    return skipped("the site file gives no vCenter or ESXi host url and account");
  if (mts.found.empty())
    return unknown(mts.blind.value_or(
        Error{ErrorKind::not_found, target.host().name + " is not found in any vCenter"}));
  const Found& mt = mts.found.front();
  // vCenter moves machines and knows datastores only of hosts that belong to it.
  bool has_vcenter = false;
  for (const Vsphere<IfAsked<VsphereVms>>& one : vms)
    has_vcenter = has_vcenter || (one.host().roles.has(Role::vcenter) && *one);
  if (has_vcenter && !mt.server->roles.has(Role::vcenter))
    return fail("host-not-in-vcenter", {{"esxi", mt.server->name}});
  const Result<const VsphereHost*> host = host_of(mt, hosts);
  if (!host) return not_known(mt, host.error());

  const Search homes = search(protected_vm.host(), vms, true);
  const std::string& named = protected_vm.host().vcenter;
  if (homes.found.empty()) {
    if (homes.blind) return unknown(*homes.blind);
    if (!named.empty() && named != mt.server->name)
      return warn("new-vcenter", {{"vcenter", mt.server->name}, {"old_vcenter", named}});
    return pass();
  }
  for (const Found& home : homes.found)
    if (home.server->name == mt.server->name) return pass();
  return fail("master-target-elsewhere",
              {{"vcenter", homes.found.front().server->name}, {"mt_vcenter", mt.server->name}});
}

}  // namespace

extern constinit const Probe vsphere_second_vcenter{
    .id = "vsphere.second-vcenter",
    .question = "Are the protected VM and the master target in the same vCenter?",
    .rule =
        "Reprotect from Azure (2018-02-06), Common issues: failback to another vCenter; both the "
        "new "
        "vCenter and the master target must be discovered",
    .codes = codes,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
