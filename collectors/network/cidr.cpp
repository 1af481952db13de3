#include "collectors/network/cidr.h"

#include <arpa/inet.h>

#include <bit>
#include <charconv>
#include <cstdint>

namespace fbd {
namespace {

/// Of a few characters and without a NUL, where a C string would end.
bool is_short_text(std::string_view text, std::size_t at_most) {
  return text.size() <= at_most && text.find('\0') == std::string_view::npos;
}

std::optional<std::uint32_t> ipv4_number(std::string_view text) {
  in_addr address{};
  if (!is_short_text(text, INET_ADDRSTRLEN - 1) ||
      ::inet_pton(AF_INET, std::string(text).c_str(), &address) != 1)
    return std::nullopt;
  return ntohl(address.s_addr);
}

std::optional<int> number(std::string_view text, int at_most) {
  int value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc() || end != text.data() + text.size() || value < 0 || value > at_most)
    return std::nullopt;
  return value;
}

}  // namespace

bool is_ipv4(std::string_view text) { return ipv4_number(text).has_value(); }

bool is_ipv6(std::string_view text) {
  in6_addr address{};
  return is_short_text(text, INET6_ADDRSTRLEN - 1) &&
         ::inet_pton(AF_INET6, std::string(text).c_str(), &address) == 1;
}

std::optional<int> ipv4_prefix(std::string_view length_or_mask) {
  if (const auto length = number(length_or_mask, 32)) return length;
  const auto mask = ipv4_number(length_or_mask);
  if (!mask) return std::nullopt;
  const int length = std::countl_one(*mask);
  if (std::popcount(*mask) != length) return std::nullopt;
  return length;
}

int classful_prefix(std::string_view ipv4) {
  const std::uint32_t first = ipv4_number(ipv4).value_or(0) >> 24;
  return first < 128 ? 8 : first < 192 ? 16 : 24;
}

std::string Cidr::text() const {
  return prefix ? address + "/" + std::to_string(*prefix) : address;
}

std::optional<Cidr> parse_cidr(std::string_view text) {
  const std::size_t slash = text.find('/');
  const std::string_view address = text.substr(0, slash);
  const bool v4 = is_ipv4(address);
  if (!v4 && !is_ipv6(address)) return std::nullopt;
  Cidr cidr{std::string(address), std::nullopt};
  if (slash == std::string_view::npos) return cidr;
  const std::string_view length = text.substr(slash + 1);
  cidr.prefix = v4 ? ipv4_prefix(length) : number(length, 128);
  if (!cidr.prefix) return std::nullopt;
  return cidr;
}

}  // namespace fbd
