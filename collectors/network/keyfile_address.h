// The addresses and routes of a NetworkManager profile, one value each.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "collectors/evidence/result.h"
#include "collectors/network/cidr.h"

namespace fbd {

/// "10.1.2.3/24,10.1.2.1", "10.0.0.0/8,10.1.2.1,100", or older: "10.1.2.3;24;10.1.2.1;". The three
/// separators stand for each other.
struct KeyfileAddress {
  Cidr cidr;                           // always with a prefix; IPv6 in its short form
  bool made_up = false;                // the prefix: none that can be read is there
  std::optional<std::string> gateway;  // as it stands there, possibly no address at all
  std::optional<std::uint32_t> metric;
};

/// Why NetworkManager passes over the value, as an Error of kind malformed.
Result<KeyfileAddress> keyfile_address(std::string_view value, bool v4, bool is_route);

/// The short form of an IPv6 address, any other text as it is.
std::string short_address(std::string_view address);

}  // namespace fbd
