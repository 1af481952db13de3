// Names for the references of the vSphere API.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "collectors/vsphere/datastores.h"
#include "collectors/vsphere/hosts.h"
#include "collectors/vsphere/inventory.h"
#include "collectors/vsphere/virtual_machines.h"

namespace fbd {

/// What one server is known to hold; what is not known is nullptr.
struct NamedThings {
  const VsphereInventory* inventory = nullptr;
  const VsphereHosts* hosts = nullptr;
  const VsphereDatastores* datastores = nullptr;
  const VsphereVms* vms = nullptr;
};

/// "datastore vmfs01", "ESXi host esx01"; the reference itself if nobody knows its name.
std::string title_of(std::string_view ref, const NamedThings& things);

/// "a, b and c"; at most `most` of them, then "and 4 more".
std::string listed(const std::vector<std::string>& all, std::size_t most = 12);

}  // namespace fbd
