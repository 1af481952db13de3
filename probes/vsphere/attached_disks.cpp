#include "probes/vsphere/attached_disks.h"

#include <algorithm>

#include "collectors/vsphere/vm_finder.h"

namespace fbd {

namespace {

bool another_has(const Found& owner, const Vspheres<VsphereVms>& vms, VmFinder::By by,
                 std::string_view text) {
  const VsphereVms* const here = known_of(vms, *owner.server);
  if (!here) return false;
  const std::vector<const VsphereVm*> all = here->finder->find(by, text);
  return std::any_of(all.begin(), all.end(),
                     [&](const VsphereVm* vm) { return vm->ref != owner.vm->ref; });
}

}  // namespace

bool has_file(const VsphereVm& vm, std::string_view file) {
  return vm.disks && !file.empty() &&
         std::any_of(vm.disks->begin(), vm.disks->end(),
                     [&](const VsphereDisk& one) { return one.file == file; });
}

bool is_of_another(const VirtualDevice& device, const Found& owner,
                   const Vspheres<VsphereVms>& vms) {
  return another_has(owner, vms, VmFinder::By::disk_file, device.file);
}

bool may_be_of_another(const VirtualDevice& device, const Found& owner,
                       const Vspheres<VsphereVms>& vms) {
  return is_of_another(device, owner, vms) ||
         another_has(owner, vms, VmFinder::By::disk_uuid, device.uuid);
}

}  // namespace fbd
