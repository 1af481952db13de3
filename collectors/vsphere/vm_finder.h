// VmFinder: the machines that have a name, an address or a disk, without a look at all the others.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "collectors/vsphere/hash_places.h"
#include "collectors/vsphere/virtual_machines.h"

namespace fbd {

class VmFinder {
 public:
  enum class By : std::uint8_t {
    name,       // whatever its case, with or without the API's escapes
    address,    // of the guest
    disk_file,  // "[datastore1] web01/web01.vmdk"
    disk_uuid,  // whatever its case
  };

  /// The machines must outlive it.
  explicit VmFinder(std::span<const VsphereVm> machines);

  /// In the order in which they stand there, each once. Nobody has an empty text.
  std::vector<const VsphereVm*> find(By by, std::string_view text) const;

 private:
  const std::span<const VsphereVm> machines_;
  const HashPlaces places_;
};

}  // namespace fbd
