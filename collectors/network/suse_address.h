// Addresses of SUSE's network files, which wicked reads more leniently than others do.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace fbd {

struct SuseAddress {
  std::string text;  // "10.2.0.0" where the file has the short form "10.2"
  bool v4 = true;
  std::array<std::uint8_t, 16> bytes{};

  int bits() const { return v4 ? 32 : 128; }
  bool is_unspecified() const { return bytes == std::array<std::uint8_t, 16>{}; }
  bool is_link_local() const { return !v4 && bytes[0] == 0xfe && (bytes[1] & 0xc0U) == 0x80; }
  /// Whether both are in the network of that length.
  bool shares_network(const SuseAddress& other, int length) const;
};

/// Source: wicked 0.6, ni_sockaddr_parse.
std::optional<SuseAddress> parse_suse_address(std::string_view text);

/// The ones that a netmask begins with: 24 of "255.255.255.0".
int leading_ones(const SuseAddress& mask);

/// What strtoul(text, NULL, 0) reads, so "08" is 0 and "24x" is 24; at most 2^32.
std::uint64_t leading_digits(std::string_view text);

/// A number and nothing else, as ni_parse_uint takes it: base 10, or by its prefix if `any_base`.
std::optional<unsigned> parse_suse_number(std::string_view text, bool any_base = false);

}  // namespace fbd
