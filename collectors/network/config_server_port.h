// Whether a host can open a TCP connection to the configuration server's HTTPS port, and how fast.
#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "collectors/evidence/fact.h"

namespace fbd {

/// Several connections one after the other. That none could be made is the fact's error.
struct ConfigServerPort {
  static std::span<const Origin<ConfigServerPort>> origins();

  std::string address;  // the one that answered
  std::vector<std::chrono::microseconds> connects;
  int failed_tries = 0;

  /// The middle one; of an even number the slower of the two in the middle.
  std::chrono::microseconds median() const;
};

/// {"address", "connect_microseconds": [], "median_microseconds", "failed_tries"}
std::string to_json(const ConfigServerPort& fact);

}  // namespace fbd
