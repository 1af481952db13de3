#include <algorithm>

#include <fmt/format.h>

#include "collectors/azure/item_details.h"
#include "collectors/evidence/text.h"
#include "collectors/host/disks.h"
#include "collectors/host/volumes.h"
#include "probes/vsphere/datastore_use.h"
#include "probes/vsphere/machines.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"too-little", Status::fail, "vm needed free datastore esxi"},
};

using Vaults = IfAny<AzureVault<IfAsked<ProtectedItems>>>;
using Details = IfAny<AzureVault<IfAsked<ItemDetails>>>;

/// What the disks of a machine take together. The two differ where it is not known of a disk
/// whether it comes home.
struct Size {
  std::uint64_t least = 0, most = 0;
};

const ProtectedItem* item_of(const Host& host, const ProtectedItems& items) {
  for (const ProtectedItem& one : items.all)
    if (same_word(one.name, host.name) || (!host.vm_name.empty() && one.name == host.vm_name))
      return &one;
  return nullptr;
}

/// What is replicated, as the vault tells.
Result<Size> size_by_vault(const Host& host, const Vaults& vaults, const Details& details) {
  Error why{ErrorKind::not_found,
            fmt::format("the vault does not tell how large the disks of {} are", host.name)};
  if (vaults.empty())
    why = {ErrorKind::not_collected, "the site file names no Recovery Services vault"};
  for (std::size_t i = 0; i < vaults.size(); ++i) {
    if (!*vaults[i]) {
      why = vaults[i]->error();
      continue;
    }
    const ProtectedItem* const listed = item_of(host, **vaults[i]);
    if (!listed) continue;
    if (const std::uint64_t bytes = in_detail(*details[i], *listed).disk_bytes)
      return Size{bytes, bytes};
  }
  return tl::unexpected<Error>(why);
}

/// What the machine itself has where it runs now. The temporary disk of an Azure VM is none of
/// those that come home. Source: Azure managed disks overview, Temporary disk; cloud-init mounts it
/// on /mnt, the Azure Linux agent on /mnt/resource.
Result<Size> size_by_guest(const Result<Disks>& disks, const Result<Volumes>& volumes) {
  if (!disks) return tl::unexpected<Error>(disks.error());
  const Volume* temporary = volumes ? volumes->mounted_at("/mnt/resource") : nullptr;
  if (!temporary && volumes) temporary = volumes->mounted_at("/mnt");
  Size size;
  std::uint64_t largest = 0;
  for (const Disks::Disk& disk : disks->all) {
    if (temporary && temporary->device.starts_with("/dev/" + disk.name)) continue;
    size.most += disk.size_bytes;
    largest = std::max(largest, disk.size_bytes);
  }
  if (size.most == 0) return error(ErrorKind::not_found, "the machine shows no disks");
  size.least = temporary ? size.most : size.most - largest;
  return size;
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

Verdict decide(ProtectedVm<Itself> protected_vm, ProtectedVm<IfAsked<Disks>> disks,
               ProtectedVm<IfAsked<Volumes>> volumes, MasterTarget<Itself> target,
               const Vaults& vaults, const Details& details, const Vspheres<VsphereVms>& vms,
               const Vspheres<VsphereHosts>& hosts, const Vspheres<VsphereDatastores>& datastores) {
  const Host& host = protected_vm.host();
  const Search home = search(host, vms, true);
  if (home.found.empty() && home.blind) return unknown(*home.blind);
  // It is not made anew: its own disks are written to.
  if (!home.found.empty()) return pass();
  const OneMachine mt = only_machine(target.host(), vms);
  if (!mt.found) return mt.otherwise;
  const Result<Size> told = size_by_vault(host, vaults, details);
  const Result<Size> size = told ? told : size_by_guest(*disks, *volumes);
  if (!size)
    return unknown(
        {told.error().kind, fmt::format("how large the disks of {} are is not known: {}; {}",
                                        host.name, told.error().message, size.error().message)});
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
  const std::string name = (*best)->name.value_or((*best)->ref);
  if (free >= size->most) return pass({{"free", gigabytes(free)}});
  if (free >= size->least)
    return unknown({ErrorKind::not_found,
                    fmt::format("{} has {} free, enough for {} only if one of its disks is the "
                                "temporary disk of its Azure VM",
                                name, gigabytes(free), host.name)});
  return fail("too-little", {{"vm", host.name},
                             {"needed", gigabytes(size->least)},
                             {"free", gigabytes(free)},
                             {"datastore", name},
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
