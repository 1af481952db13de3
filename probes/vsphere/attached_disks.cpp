#include "probes/vsphere/attached_disks.h"

#include <algorithm>

#include "collectors/evidence/text.h"

namespace fbd {

namespace {

template <class Same>
bool another_has(const Found& owner, const Vspheres<VsphereVms>& vms, Same same) {
  const VsphereVms* const here = known_of(vms, *owner.server);
  if (!here) return false;
  return std::any_of(here->all->begin(), here->all->end(), [&](const VsphereVm& vm) {
    return vm.ref != owner.vm->ref && vm.disks &&
           std::any_of(vm.disks->begin(), vm.disks->end(), same);
  });
}

}  // namespace

bool has_file(const VsphereVm& vm, std::string_view file) {
  return vm.disks && !file.empty() &&
         std::any_of(vm.disks->begin(), vm.disks->end(),
                     [&](const VsphereDisk& one) { return one.file == file; });
}

bool is_of_another(const VirtualDevice& device, const Found& owner,
                   const Vspheres<VsphereVms>& vms) {
  return another_has(owner, vms, [&](const VsphereDisk& one) {
    return !device.file.empty() && one.file == device.file;
  });
}

bool may_be_of_another(const VirtualDevice& device, const Found& owner,
                       const Vspheres<VsphereVms>& vms) {
  return is_of_another(device, owner, vms) || another_has(owner, vms, [&](const VsphereDisk& one) {
           return !device.uuid.empty() && same_word(one.uuid, device.uuid);
         });
}

}  // namespace fbd
