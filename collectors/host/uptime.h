// How long a machine has been up.
#pragma once

#include <chrono>
#include <span>
#include <string>

#include "collectors/evidence/fact.h"

namespace fbd {

/// From /proc/uptime (proc(5)); anything that does not start with a number is malformed.
struct Uptime {
  static std::span<const Origin<Uptime>> origins();

  std::chrono::seconds up{0};  // rounded down
};

/// {"up_seconds"}
std::string to_json(const Uptime& fact);

}  // namespace fbd
