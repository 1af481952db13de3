#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "probes/vsphere/machines.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"too-many", Status::fail, "vm attached"},
    {"no-room", Status::fail, "vm attached coming"},
    {"few-places", Status::warn, "vm attached coming"},
};

/// Four SCSI controllers with fifteen disks each.
constexpr std::size_t max_disks_per_master_target = 60;
/// Our own: below this a plan for more machines should know about it.
constexpr std::size_t few_places = 10;

bool holds(const std::vector<VirtualDevice>& devices, const VsphereDisk& disk) {
  return std::any_of(devices.begin(), devices.end(), [&](const VirtualDevice& device) {
    if (!device.is_disk()) return false;
    return (!disk.uuid.empty() && same_word(device.uuid, disk.uuid)) || device.file == disk.file;
  });
}

/// The disks of the site's other machines of this system that are not attached yet; an error if it
/// is not known of one of them.
Result<std::size_t> still_to_come(const MasterTarget<Itself>& target, const Found& mt,
                                  const std::vector<VirtualDevice>& devices,
                                  const Vspheres<VsphereVms>& vms) {
  std::size_t disks = 0;
  for (const Host* const host : target.site().in({Role::protected_vm})) {
    const Search all = search(*host, vms);
    if (all.found.empty() && all.blind) return tl::unexpected<Error>(*all.blind);
    for (const Found& one : all.found) {
      if (one.vm->guest && mt.vm->guest &&
          os_of_guest(*one.vm->guest) != os_of_guest(*mt.vm->guest))
        continue;
      if (!one.vm->disks) return tl::unexpected<Error>(one.vm->disks.error());
      for (const VsphereDisk& disk : *one.vm->disks)
        if (!holds(devices, disk)) ++disks;
    }
  }
  return disks;
}

/// With several of them nobody can say here which machine goes to which.
bool is_only_one(const MasterTarget<Itself>& target, const Found& mt,
                 const Vspheres<VsphereVms>& vms) {
  for (const Host* const host : target.site().in({Role::master_target})) {
    if (host->name == target.host().name) continue;
    for (const Found& other : search(*host, vms).found)
      if (!other.vm->guest || !mt.vm->guest ||
          os_of_guest(*other.vm->guest) == os_of_guest(*mt.vm->guest))
        return false;
  }
  return true;
}

Verdict decide(MasterTarget<Itself> target, const Vspheres<VsphereVms>& vms,
               const Vspheres<VsphereSiteMachines>& machines) {
  const OneMachine machine = only_machine(target.host(), vms);
  if (!machine.found) return machine.otherwise;
  const Result<const SiteMachine*> details = fbd::details(*machine.found, machines);
  if (!details) return not_known(*machine.found, details.error());
  const Result<std::vector<VirtualDevice>>& devices = (*details)->devices;
  if (!devices) return not_known(*machine.found, devices.error());
  const auto attached = static_cast<std::size_t>(std::count_if(
      devices->begin(), devices->end(), [](const VirtualDevice& one) { return one.is_disk(); }));
  const std::string vm = machine.found->vm->name.value_or(target.host().name);
  if (attached > max_disks_per_master_target)
    return fail("too-many", {{"vm", vm}, {"attached", std::to_string(attached)}});
  std::size_t coming = 0;
  if (is_only_one(target, *machine.found, vms)) {
    const Result<std::size_t> more = still_to_come(target, *machine.found, *devices, vms);
    if (!more) return not_known(*machine.found, more.error());
    coming = *more;
  }
  const Values values{
      {"vm", vm}, {"attached", std::to_string(attached)}, {"coming", std::to_string(coming)}};
  if (attached + coming > max_disks_per_master_target) return fail("no-room", values);
  if (attached + coming + few_places > max_disks_per_master_target)
    return warn("few-places", values);
  return pass({{"attached", std::to_string(attached)}, {"coming", std::to_string(coming)}});
}

}  // namespace

extern constinit const Probe vsphere_disk_count{
    .id = "vsphere.disk-count",
    .question = "Has the master target places for the disks of all machines that come to it?",
    .rule =
        "Reprotect from Azure (2018-02-06), Common things to check after installing the master "
        "target: at "
        "most 60 disks",
    .codes = codes,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
