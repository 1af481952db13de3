// How far the clocks of ESXi hosts are off.
#pragma once

#include <chrono>
#include <span>
#include <string>
#include <vector>

#include "collectors/evidence/fact.h"
#include "collectors/evidence/result.h"

namespace fbd {

struct EsxiClock {
  std::string ref;                     // "HostSystem:host-9"
  Result<std::chrono::seconds> ahead;  // of ours; negative: behind. Exact to the time of an answer
};

/// Of the hosts that run the site's machines; of an ESXi host asked directly, its own.
/// Source: vSphere Web Services API, HostDateTimeSystem.QueryDateTime.
struct VsphereClocks {
  static std::span<const Origin<VsphereClocks>> origins();
  static constexpr bool read_once = true;
  static std::optional<Question> before(const Context& context);
  std::vector<EsxiClock> all;
};

/// {"all": [{"ref", "ahead_seconds", "unknown"}]}
std::string to_json(const VsphereClocks& fact);

}  // namespace fbd
