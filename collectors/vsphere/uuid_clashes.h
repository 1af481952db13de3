// Machines and disks that have the same identity, as copies of one template have.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/vsphere/hash_places.h"
#include "collectors/vsphere/virtual_machines.h"

namespace fbd {

/// A machine, and in which vCenter (by its place in what was given to clashes_with).
struct PlacedVm {
  std::size_t server = 0;
  const VsphereVm* vm = nullptr;
};

struct UuidClash {
  enum class Kind : std::uint8_t { bios, instance, disk, lun };
  Kind kind = Kind::bios;
  std::string uuid;              // lower case, without dashes and blanks
  std::vector<PlacedVm> others;  // one or more; for disks: each with a disk of that identity
};

/// Where each identity of a server's machines is found.
class VmIdentities : public HashPlaces {
 public:
  explicit VmIdentities(std::span<const VsphereVm> machines);
};

/// Who has an identity that `machine` has, by kind and UUID. Two disks in the *same file* are one
/// disk that is shared, no clash. One machine that two servers show (an ESXi host and its vCenter)
/// is one machine: the same instance UUID, BIOS UUID and name. Takes as long as the answer is, how
/// many machines ever there are; of thousands that share one UUID it tells some.
/// The machines stay those of the caller.
std::vector<UuidClash> clashes_with(const PlacedVm& machine,
                                    std::span<const VsphereVms* const> servers);

}  // namespace fbd
