#include "collectors/network/suse_address.h"

#include <arpa/inet.h>

#include <algorithm>
#include <bit>
#include <charconv>
#include <limits>

#include <fmt/format.h>

#include "collectors/network/cidr.h"

namespace fbd {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// "127" is 127.0.0.0, "10.2" is 10.2.0.0.
std::optional<std::string> long_form(std::string_view text) {
  if (text.empty() || !is_digit(text[0])) return std::nullopt;
  std::array<unsigned, 4> octets{};
  for (unsigned& octet : octets) {
    if (text.empty()) break;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), octet);
    if (problem == std::errc::result_out_of_range || octet > 255) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    if (text.empty()) break;
    if (text[0] != '.') return std::nullopt;
    text.remove_prefix(1);
  }
  return fmt::format("{}.{}.{}.{}", octets[0], octets[1], octets[2], octets[3]);
}

struct Number {
  std::uint64_t value = 0;
  std::size_t length = 0;  // of the text, 0: none
};

Number read_number(std::string_view text, bool any_base) {
  constexpr std::uint64_t too_much = std::uint64_t{1} << 32U;
  int base = 10;
  std::size_t skipped = 0;
  if (any_base && text.starts_with('0')) {
    const bool is_hex = text.size() > 2 && (text[1] | 0x20) == 'x';
    base = is_hex ? 16 : 8;
    if (is_hex) skipped = 2;
  }
  Number number;
  const char* const first = text.data() + skipped;
  const char* const last = text.data() + text.size();
  const auto [end, problem] = std::from_chars(first, last, number.value, base);
  if (problem == std::errc::result_out_of_range) number.value = too_much;
  number.value = std::min(number.value, too_much);
  if (end != first) number.length = static_cast<std::size_t>(end - text.data());
  return number;
}

}  // namespace

bool SuseAddress::shares_network(const SuseAddress& other, int length) const {
  if (v4 != other.v4) return false;
  for (std::size_t i = 0; length > 0 && i < bytes.size(); ++i, length -= 8) {
    const unsigned mask = length >= 8 ? 0xffU : 0xffU << static_cast<unsigned>(8 - length);
    if (((bytes[i] ^ other.bytes[i]) & mask) != 0) return false;
  }
  return true;
}

std::optional<SuseAddress> parse_suse_address(std::string_view text) {
  SuseAddress address;
  if (is_ipv6(text)) {
    address.text = text;
    address.v4 = false;
  } else if (is_ipv4(text)) {
    address.text = text;
  } else if (auto full = long_form(text)) {
    address.text = std::move(*full);
  } else {
    return std::nullopt;
  }
  ::inet_pton(address.v4 ? AF_INET : AF_INET6, address.text.c_str(), address.bytes.data());
  return address;
}

int leading_ones(const SuseAddress& mask) {
  int ones = 0;
  for (std::uint8_t byte : mask.bytes) {
    ones += std::countl_one(byte);
    if (byte != 0xff) break;
  }
  return ones;
}

std::uint64_t leading_digits(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
  if (text.starts_with('+')) text.remove_prefix(1);
  return read_number(text, true).value;
}

std::optional<unsigned> parse_suse_number(std::string_view text, bool any_base) {
  const Number number = read_number(text, any_base);
  if (number.length == 0 || number.length != text.size() ||
      number.value > std::numeric_limits<unsigned>::max())
    return std::nullopt;
  return static_cast<unsigned>(number.value);
}

}  // namespace fbd
