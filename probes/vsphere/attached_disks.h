// Whose disk it is: a master target has those of the machines that come home attached.
#pragma once

#include "probes/vsphere/machines.h"

namespace fbd {

/// Whether a machine has this file as a disk. That two disks have the same UUID does not make them
/// one: copies of a template have that, too.
bool has_file(const VsphereVm& vm, std::string_view file);

/// Whether a disk of `owner` is, by its file, also a disk of another machine that the same server
/// shows.
bool is_of_another(const VirtualDevice& device, const Found& owner,
                   const Vspheres<VsphereVms>& vms);

/// The same, or another machine has a disk of that UUID: after its files moved the disk of another
/// machine is known by nothing else.
bool may_be_of_another(const VirtualDevice& device, const Found& owner,
                       const Vspheres<VsphereVms>& vms);

}  // namespace fbd
