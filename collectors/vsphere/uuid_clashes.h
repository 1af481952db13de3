// Machines and disks that have the same identity, as copies of one template have.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/vsphere/virtual_machines.h"

namespace fbd {

/// A machine, and in which vCenter (by its place in what was given to uuid_clashes).
struct PlacedVm {
  std::size_t server = 0;
  const VsphereVm* vm = nullptr;
};

struct UuidClash {
  enum class Kind { bios, instance, disk, lun };
  Kind kind = Kind::bios;
  std::string uuid;                // lower case, without dashes and blanks
  std::vector<PlacedVm> machines;  // two or more; for disks: each with a disk of that identity
};

/// In one pass over all machines of all servers, by kind and UUID. Two disks in the *same file* are
/// one disk that is shared, no clash. One machine that two servers show (an ESXi host and its
/// vCenter) is one machine: the same instance UUID, BIOS UUID and name.
/// The machines stay those of the caller.
std::vector<UuidClash> uuid_clashes(std::span<const VsphereVms* const> servers);

}  // namespace fbd
