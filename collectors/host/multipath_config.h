// How a Linux machine deals with disks that it sees on several paths: /etc/multipath.conf.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/evidence/fact.h"

namespace fbd {

/// What the preparation of a master target sets (Azure/AzMigrate-Hydration, January 2025,
/// ApplyCustomChanges.sh). Of several values the last counts; included files are not read. A file
/// without a single section is malformed.
struct MultipathConfig {
  static constexpr std::string_view path = "/etc/multipath.conf";
  static std::span<const Origin<MultipathConfig>> origins();

  std::string user_friendly_names;  // in section defaults, "yes" or "no"; empty: not set
  std::string find_multipaths;
  std::vector<std::string> blacklisted_wwids;  // disks that it leaves alone, one by one
};

/// {"path", "user_friendly_names", "find_multipaths", "blacklisted_wwids": []}
std::string to_json(const MultipathConfig& fact);

}  // namespace fbd
