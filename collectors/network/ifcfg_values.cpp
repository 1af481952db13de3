#include "collectors/network/ifcfg_values.h"

#include <arpa/inet.h>
#include <net/if.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "collectors/network/cidr.h"

namespace fbd {
namespace {

constexpr std::string_view blanks = " \t\n\r\f";

std::optional<int> hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return std::nullopt;
}

}  // namespace

std::string small_letters(std::string_view text) {
  std::string small(text);
  for (char& c : small)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return small;
}

std::optional<bool> yes_or_no(std::string_view text) {
  constexpr std::array<std::string_view, 5> yes{"yes", "true", "t", "y", "1"};
  constexpr std::array<std::string_view, 5> no{"no", "false", "f", "n", "0"};
  if (text.size() > 5) return std::nullopt;
  const std::string small = small_letters(text);
  if (std::find(yes.begin(), yes.end(), small) != yes.end()) return true;
  if (std::find(no.begin(), no.end(), small) != no.end()) return false;
  return std::nullopt;
}

std::optional<std::int64_t> whole_number(std::string_view text, int base, std::int64_t least,
                                         std::int64_t most) {
  text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
  text.remove_suffix(text.size() - (text.find_last_not_of(blanks) + 1));
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  if ((base == 0 || base == 16) && (text.starts_with("0x") || text.starts_with("0X"))) {
    text.remove_prefix(2);
    base = 16;
  } else if (base == 0) {
    base = text.size() > 1 && text[0] == '0' ? 8 : 10;
  }
  std::int64_t value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (text.empty() || text[0] == '-' || problem != std::errc() || end != text.data() + text.size())
    return std::nullopt;
  if (negative) value = -value;
  if (value < least || value > most) return std::nullopt;
  return value;
}

std::vector<std::string_view> split_words(std::string_view text, std::string_view separators) {
  std::vector<std::string_view> words;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(separators), text.size());
    if (end > 0) words.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

std::optional<std::string> hardware_address(std::string_view text, std::size_t bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string address;
  char separator = 0;
  for (std::size_t i = 0; i < bytes; ++i) {
    if (i > 0) {
      if (text.empty() || (text[0] != ':' && text[0] != '-')) return std::nullopt;
      if (separator != 0 && text[0] != separator) return std::nullopt;
      separator = text[0];
      text.remove_prefix(1);
      address += ':';
    }
    if (text.empty() || !hex_digit(text[0])) return std::nullopt;
    int value = *hex_digit(text[0]);
    text.remove_prefix(1);
    if (!text.empty() && hex_digit(text[0])) {
      value = value * 16 + *hex_digit(text[0]);
      text.remove_prefix(1);
    }
    address += digits[static_cast<std::size_t>(value / 16)];
    address += digits[static_cast<std::size_t>(value % 16)];
  }
  if (!text.empty()) return std::nullopt;
  return address;
}

std::string short_ip(std::string_view address) {
  in6_addr number{};
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (!is_ipv6(address) || ::inet_pton(AF_INET6, std::string(address).c_str(), &number) != 1 ||
      !::inet_ntop(AF_INET6, &number, text.data(), text.size()))
    return std::string(address);
  return text.data();
}

bool is_kernel_name(std::string_view text) {
  return !text.empty() && text.size() < IFNAMSIZ && text != "." && text != ".." &&
         text.find_first_of("/: \t\n\r\f") == std::string_view::npos &&
         text.find('\0') == std::string_view::npos;
}

std::optional<std::uint32_t> ipv4_bits(std::string_view ipv4) {
  in_addr number{};
  if (!is_ipv4(ipv4) || ::inet_pton(AF_INET, std::string(ipv4).c_str(), &number) != 1)
    return std::nullopt;
  return ntohl(number.s_addr);
}

}  // namespace fbd
