// What only a GET of one replicated item tells.
#pragma once

#include "collectors/azure/protected_items.h"

namespace fbd {

/// A list of items leaves out their disks, their master target and what points in time there are.
/// They are asked for one by one: machines that replicate back and those that the site file names,
/// or only the one that a check is about.
struct ItemDetails {
  static std::span<const Origin<ItemDetails>> origins();
  static constexpr bool read_once = true;
  SharedList<ProtectedItem> all;  // those that could be read
  const ProtectedItem* find(const ProtectedItem& listed) const;
};

/// The same item as a GET of it tells; as it was listed if there was none.
const ProtectedItem& in_detail(const Result<ItemDetails>& details, const ProtectedItem& listed);

}  // namespace fbd
