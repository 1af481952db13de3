#include <algorithm>

#include <fmt/format.h>

#include "collectors/azure/item_details.h"
#include "collectors/evidence/text.h"
#include "probes/vsphere/datastore_use.h"
#include "probes/vsphere/machines.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"too-little", Status::fail, "vm needed free datastore esxi"},
};

const ProtectedItem* item_of(const Host& host, const ProtectedItems& items) {
  for (const ProtectedItem& one : items.all)
    if (same_word(one.name, host.name) || (!host.vm_name.empty() && one.name == host.vm_name))
      return &one;
  return nullptr;
}

std::string gigabytes(std::uint64_t bytes) { return fmt::format("{} GB", bytes >> 30); }

/// The datastore with the most room that the host can write to; nullptr if there is none.
Result<const VsphereDatastore*> roomiest(const VsphereHost& host, const VsphereDatastores& all) {
  if (!host.datastores) return tl::unexpected<Error>(host.datastores.error());
  const VsphereDatastore* best = nullptr;
  for (const std::string& ref : *host.datastores) {
    const VsphereDatastore* const one = all.datastore(ref);
    if (!one) continue;
    if (!one->type) return tl::unexpected<Error>(one->type.error());
    if (*one->type != "VMFS" && *one->type != "vsan") continue;
    if (use_of(*one, host.ref).problem != DatastoreProblem::none) continue;
    if (!one->free_bytes) return tl::unexpected<Error>(one->free_bytes.error());
    if (!best || *one->free_bytes > *best->free_bytes) best = one;
  }
  return best;
}

Verdict decide(ProtectedVm<Itself> protected_vm, MasterTarget<Itself> target,
               AzureVault<ProtectedItems> items, AzureVault<Result<ItemDetails>> details,
               const Vspheres<VsphereVms>& vms, const Vspheres<VsphereHosts>& hosts,
               const Vspheres<VsphereDatastores>& datastores) {
  const Host& host = protected_vm.host();
  const Search home = search(host, vms, true);
  if (home.found.empty() && home.blind) return unknown(*home.blind);
  if (!home.found.empty())
    return skipped(fmt::format("{} is in vCenter: its own disks are written to", host.name));
  const OneMachine mt = only_machine(target.host(), vms);
  if (!mt.found) return mt.otherwise;
  const ProtectedItem* const listed = item_of(host, *items);
  if (!listed) return skipped(fmt::format("the vault has no replicated item {}", host.name));
  const ProtectedItem* const item = &in_detail(*details, *listed);
  if (item->disk_bytes == 0)
    return unknown(
        {ErrorKind::not_found,
         fmt::format("the vault does not tell how large the disks of {} are", host.name)});
  const Result<const VsphereHost*> esxi = host_of(*mt.found, hosts);
  if (!esxi) return not_known(*mt.found, esxi.error());
  const Result<VsphereDatastores>* const here = of_server(datastores, *mt.found->server);
  if (!here || !*here)
    return not_known(
        *mt.found,
        here ? here->error() : Error{ErrorKind::not_collected, "datastores were not asked for"});
  const Result<const VsphereDatastore*> best = roomiest(**esxi, **here);
  if (!best) return not_known(*mt.found, best.error());
  if (!*best) return skipped("the master target's ESXi host has no datastore to write to");
  const auto free = static_cast<std::uint64_t>(std::max<std::int64_t>(*(*best)->free_bytes, 0));
  if (free >= item->disk_bytes) return pass({{"free", gigabytes(free)}});
  return fail("too-little", {{"vm", host.name},
                             {"needed", gigabytes(item->disk_bytes)},
                             {"free", gigabytes(free)},
                             {"datastore", (*best)->name.value_or((*best)->ref)},
                             {"esxi", (*esxi)->name.value_or((*esxi)->ref)}});
}

}  // namespace

extern constinit const Probe vsphere_room{
    .id = "vsphere.room",
    .question = "Is there room for a protected VM that has to be made anew?",
    .rule =
        "Reprotect from Azure (2018-02-06), Steps to reprotect: a machine that is gone is made on "
        "the master target's ESXi host, on the datastore that is chosen",
    .codes = codes,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
