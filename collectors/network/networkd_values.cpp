#include "collectors/network/networkd_values.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

namespace fbd {
namespace {

constexpr std::string_view blanks = " \t\n\r";

char small(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool is_any_of(std::string_view text, const auto& known) {
  return std::any_of(known.begin(), known.end(), [text](std::string_view one) {
    return std::equal(text.begin(), text.end(), one.begin(), one.end(),
                      [](char a, char b) { return small(a) == b; });
  });
}

bool is_hex(std::string_view text) {
  return text.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

bool is_null(const std::string& address, bool v4) {
  return v4 ? address == "0.0.0.0" : address.find_first_not_of("0:.") == std::string::npos;
}

}  // namespace

std::vector<std::string_view> systemd_words(std::string_view text) {
  std::vector<std::string_view> words;
  for (std::size_t begin = text.find_first_not_of(blanks); begin != std::string_view::npos;) {
    const std::size_t end = std::min(text.find_first_of(blanks, begin), text.size());
    words.push_back(text.substr(begin, end - begin));
    begin = text.find_first_not_of(blanks, end);
  }
  return words;
}

std::optional<bool> systemd_boolean(std::string_view text) {
  constexpr std::array<std::string_view, 6> yes{"1", "yes", "y", "true", "t", "on"};
  constexpr std::array<std::string_view, 6> no{"0", "no", "n", "false", "f", "off"};
  if (is_any_of(text, yes)) return true;
  if (is_any_of(text, no)) return false;
  return std::nullopt;
}

std::optional<std::uint32_t> systemd_number(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
  if (text.starts_with('+')) text.remove_prefix(1);
  int base = 10;
  const std::string_view prefix = text.substr(0, 2);
  if (prefix == "0x" || prefix == "0X") base = 16;
  if (prefix == "0o") base = 8;
  if (prefix == "0b") base = 2;
  if (base != 10)
    text.remove_prefix(2);
  else if (text.size() > 1 && text[0] == '0')
    base = 8;
  std::uint32_t value = 0;
  const char* const last = text.data() + text.size();
  const auto [end, problem] = std::from_chars(text.data(), last, value, base);
  if (problem != std::errc() || end != last) return std::nullopt;
  return value;
}

std::optional<std::uint64_t> systemd_size(std::string_view text) {
  constexpr std::string_view units = "BKMGT";
  std::uint64_t value = 0;
  const char* const last = text.data() + text.size();
  const auto [end, problem] = std::from_chars(text.data(), last, value);
  if (problem != std::errc()) return std::nullopt;
  std::string_view unit(end, static_cast<std::size_t>(last - end));
  unit.remove_prefix(std::min(unit.find_first_not_of(blanks), unit.size()));
  if (unit.empty()) return value;
  const std::size_t power = units.find(unit[0]);
  if (unit.size() != 1 || power == std::string_view::npos) return std::nullopt;
  if (value > std::numeric_limits<std::uint64_t>::max() >> (10 * power)) return std::nullopt;
  return value << (10 * power);
}

std::optional<AddressFamilies> address_families(std::string_view text) {
  if (text == "ipv4") return AddressFamilies{true, false};
  if (text == "ipv6") return AddressFamilies{false, true};
  const std::optional<bool> both = systemd_boolean(text);
  if (!both) return std::nullopt;
  return AddressFamilies{*both, *both};
}

std::optional<std::string> hardware_address(std::string_view text) {
  constexpr std::size_t digits = 12;
  const std::size_t mark = text.find_first_of(":-.");
  if (mark == std::string_view::npos) return std::nullopt;
  const std::size_t group = text[mark] == '.' ? 4 : 2;
  std::string all;
  for (std::string_view rest = text; all.size() < digits;) {
    const std::size_t end = std::min(rest.find(text[mark]), rest.size());
    const std::string_view part = rest.substr(0, end);
    if (part.empty() || part.size() > group || !is_hex(part)) return std::nullopt;
    all.append(group - part.size(), '0').append(part);
    if (all.size() == digits && end != rest.size()) return std::nullopt;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  std::string spelled;
  for (std::size_t i = 0; i < digits; ++i) {
    if (i > 0 && i % 2 == 0) spelled += ':';
    spelled += small(all[i]);
  }
  return spelled;
}

bool is_networkd_name(std::string_view text) {
  constexpr std::size_t longest = 127;  // of an alternative name
  if (text.empty() || text.size() > longest) return false;
  if (text == "." || text == ".." || text == "all" || text == "default") return false;
  if (text.find_first_not_of("0123456789") == std::string_view::npos) return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return c > ' ' && c < 0x7F && c != ':' && c != '/' && c != '%';
  });
}

std::optional<NetworkdAddress> networkd_address(std::string_view text) {
  constexpr unsigned least_pool_v4 = 8;
  constexpr unsigned least_pool_v6 = 64;
  const std::size_t slash = text.find('/');
  const std::string_view address = text.substr(0, slash);
  const bool v4 = is_ipv4(address);
  if (!v4 && !is_ipv6(address)) return std::nullopt;
  NetworkdAddress found{{std::string(address), std::nullopt}};
  unsigned length = 0;
  if (slash != std::string_view::npos) {
    const std::optional<std::uint32_t> written = systemd_number(text.substr(slash + 1));
    if (!written || *written > (v4 ? 32U : 128U)) return std::nullopt;
    length = *written;
  } else {
    // 224.0.0.0 and above have no class with a length.
    unsigned first = 0;
    std::from_chars(address.data(), address.data() + address.size(), first);
    if (v4 && first >= 224) return std::nullopt;
    length = v4 ? static_cast<unsigned>(classful_prefix(address)) : 0;
    found.is_length_assumed = true;
  }
  found.is_from_pool = is_null(found.cidr.address, v4);
  if (found.is_from_pool && length < (v4 ? least_pool_v4 : least_pool_v6)) return std::nullopt;
  found.cidr.prefix = static_cast<int>(length);
  return found;
}

std::optional<std::string> dns_server(std::string_view text) {
  text = text.substr(0, text.find('#'));
  text = text.substr(0, text.find('%'));
  if (text.starts_with('[')) {
    const std::size_t end = text.find(']');
    if (end == std::string_view::npos || !is_ipv6(text.substr(1, end - 1))) return std::nullopt;
    return std::string(text.substr(1, end - 1));
  }
  if (is_ipv6(text)) return std::string(text);
  text = text.substr(0, text.find(':'));
  if (!is_ipv4(text)) return std::nullopt;
  return std::string(text);
}

}  // namespace fbd
