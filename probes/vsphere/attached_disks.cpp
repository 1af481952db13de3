#include "probes/vsphere/attached_disks.h"

#include <algorithm>

#include "collectors/evidence/text.h"

namespace fbd {

bool has_disk(const VsphereVm& vm, const VsphereDisk& disk) {
  if (!vm.disks) return false;
  return std::any_of(vm.disks->begin(), vm.disks->end(), [&](const VsphereDisk& one) {
    return (!disk.uuid.empty() && same_word(one.uuid, disk.uuid)) ||
           (!disk.file.empty() && one.file == disk.file);
  });
}

bool is_of_another(const VirtualDevice& device, const Found& owner,
                   const Vspheres<VsphereVms>& vms) {
  const VsphereVms* const here = known_of(vms, *owner.server);
  if (!here) return false;
  return std::any_of(here->all->begin(), here->all->end(), [&](const VsphereVm& vm) {
    return vm.ref != owner.vm->ref && has_disk(vm, {device.file, device.uuid, ""});
  });
}

}  // namespace fbd
