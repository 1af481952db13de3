// Whose disk it is: a master target has those of the machines that come home attached.
#pragma once

#include "probes/vsphere/machines.h"

namespace fbd {

/// Whether a machine has this disk: the same UUID, or the same file.
bool has_disk(const VsphereVm& vm, const VsphereDisk& disk);

/// Whether a disk of `owner` is also a disk of another machine that the same server shows.
bool is_of_another(const VirtualDevice& device, const Found& owner,
                   const Vspheres<VsphereVms>& vms);

}  // namespace fbd
