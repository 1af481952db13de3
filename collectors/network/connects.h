// Several TCP connections of a host to one port of another, and how fast they opened.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/evidence/result.h"

namespace fbd {

/// One after the other. That none could be made is the error of the fact that holds this.
struct Connects {
  std::string address;  // the one that answered
  std::vector<std::chrono::microseconds> connects;
  int failed_tries = 0;
  /// Of the look-up of the name; absent where an address was dialled, and in older bundles.
  std::optional<std::chrono::microseconds> lookup;

  /// The middle one; of an even number the slower of the two in the middle.
  std::chrono::microseconds median() const;
  /// Between the fastest and the slowest.
  std::chrono::microseconds spread() const;
};

/// Of the answer to a TcpConnect.
Result<Connects> parse_connects(std::string_view answer);

/// {"address", "connect_microseconds": [], "median_microseconds", "failed_tries"}, and
/// "lookup_microseconds" where it is known.
std::string to_json(const Connects& fact);

}  // namespace fbd
