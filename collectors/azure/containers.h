// Protection containers: what a fabric keeps its replicated items in.
#pragma once

#include "collectors/azure/fabrics.h"

namespace fbd {

/// Those of all fabrics that are about VMware. Only asked for when the list of all items of the
/// vault cannot be read: what is in them is then read from each.
struct ProtectionContainers {
  static std::span<const Origin<ProtectionContainers>> origins();
  static constexpr bool read_once = true;
  std::vector<std::string> ids;
  std::vector<NotRead> unread;  // fabrics whose containers are not known
};

}  // namespace fbd
