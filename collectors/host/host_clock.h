// What time a machine thinks it is.
#pragma once

#include <chrono>
#include <span>
#include <string>

#include "collectors/evidence/fact.h"

namespace fbd {

/// To the second; On::at() is the time of the machine that asked, when the answer was there.
struct HostClock {
  static std::span<const Origin<HostClock>> origins();

  std::chrono::sys_seconds time;
};

/// {"time"}
std::string to_json(const HostClock& fact);

}  // namespace fbd
