// The Azure VMs that replicated items run as after a failover: whether they are there, and on.
#pragma once

#include "collectors/azure/protected_items.h"

namespace fbd {

struct AzureVm {
  enum class Presence { there, gone, unknown };
  std::string id;
  Presence presence = Presence::unknown;
  std::string power;  // "running", "deallocated"; "" when it is not told
  std::string why;    // what the service said when it is not there
};

struct AzureVms {
  static std::span<const Origin<AzureVms>> origins();
  static constexpr bool read_once = true;
  std::vector<AzureVm> all;
  const AzureVm* find(std::string_view id) const;
};

}  // namespace fbd
