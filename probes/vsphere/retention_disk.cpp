#include <algorithm>

#include "probes/vsphere/attached_disks.h"
#include "probes/vsphere/machines.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"missing", Status::fail, "vm"},
};

/// The system and the retention volume.
constexpr std::size_t fewest_own_disks = 2;

Verdict decide(MasterTarget<Itself> target, const Vspheres<VsphereVms>& vms,
               const Vspheres<VsphereSiteMachines>& machines) {
  const OneMachine machine = only_machine(target.host(), vms);
  if (!machine.found) return machine.otherwise;
  const Result<const SiteMachine*> details = fbd::details(*machine.found, machines);
  if (!details) return not_known(*machine.found, details.error());
  const Result<std::vector<VirtualDevice>>& devices = (*details)->devices;
  if (!devices) return not_known(*machine.found, devices.error());
  const auto own = static_cast<std::size_t>(
      std::count_if(devices->begin(), devices->end(), [&](const VirtualDevice& device) {
        return device.is_disk() && !is_of_another(device, *machine.found, vms);
      }));
  if (own >= fewest_own_disks) return pass();
  return fail("missing", {{"vm", machine.found->vm->name.value_or(target.host().name)}});
}

}  // namespace

extern constinit const Probe vsphere_retention_disk{
    .id = "vsphere.retention-disk",
    .question = "Has the master target a disk of its own for the retention volume?",
    .rule =
        "Reprotect from Azure (2018-02-06), Before you begin and Common things to check after "
        "installing "
        "the master target: a new drive for retention",
    .codes = codes,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
