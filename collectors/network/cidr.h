// Addresses as configuration files write them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace fbd {

bool is_ipv4(std::string_view text);
bool is_ipv6(std::string_view text);

/// "24" or "255.255.255.0"; nothing for a mask with holes.
std::optional<int> ipv4_prefix(std::string_view length_or_mask);

/// The length that the first byte stood for before 1993, and that network scripts still assume when
/// a file gives none: 8, 16 or 24.
int classful_prefix(std::string_view ipv4);

/// "10.1.2.3", "10.1.2.3/24" (the mask as a length or as an address) or "2001:db8::1/64".
struct Cidr {
  std::string address;
  std::optional<int> prefix;

  /// "10.1.2.3/24"
  std::string text() const;
};
std::optional<Cidr> parse_cidr(std::string_view text);

}  // namespace fbd
