#include "collectors/network/keyfile_settings.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <utility>

#include <fmt/format.h>

#include "collectors/evidence/text.h"

namespace fbd {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 3> old_names{{
    {"802-3-ethernet", "ethernet"},
    {"802-11-wireless", "wifi"},
    {"802-11-wireless-security", "wifi-security"},
}};

bool is_hex(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

int hex_value(char c) { return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10; }

/// "00:50:56:aa:bb:cc", "0-50-56-AA-BB-CC": one or two digits each, one kind of separator.
std::optional<std::vector<int>> hex_bytes(std::string_view text) {
  std::vector<int> bytes;
  const std::size_t first = text.find_first_of(":-");
  const char separator = first == std::string_view::npos ? ':' : text[first];
  while (true) {
    const std::string_view part = text.substr(0, text.find(separator));
    if (part.empty() || part.size() > 2 || !std::all_of(part.begin(), part.end(), is_hex))
      return std::nullopt;
    bytes.push_back(part.size() == 1 ? hex_value(part[0])
                                     : hex_value(part[0]) * 16 + hex_value(part[1]));
    if (part.size() == text.size()) return bytes;
    text.remove_prefix(part.size() + 1);
  }
}

std::optional<std::int64_t> number_in(const std::string& text, int base) {
  const std::string_view digits = trimmed(text);
  if (digits.empty()) return std::nullopt;
  const std::string whole(digits);
  char* end = nullptr;
  errno = 0;
  const long long value = std::strtoll(whole.c_str(), &end, base);
  if (errno != 0 || end != whole.c_str() + whole.size()) return std::nullopt;
  return value;
}

}  // namespace

std::string_view short_setting_name(std::string_view name) {
  for (const auto& [old_name, today] : old_names)
    if (name == old_name) return today;
  return name;
}

std::string_view KeyfileSettings::group(std::string_view setting) const {
  for (const auto& [old_name, today] : old_names)
    if (setting == today && ini_.has_group(old_name)) return old_name;
  return setting;
}

bool KeyfileSettings::has(std::string_view setting) const { return ini_.has_group(group(setting)); }

const Ini::Entry* KeyfileSettings::find(std::string_view setting, std::string_view key) const {
  return ini_.find(group(setting), key);
}

std::optional<std::string> KeyfileSettings::string(std::string_view setting,
                                                   std::string_view key) const {
  const Ini::Entry* entry = find(setting, key);
  return entry ? ini_string(entry->value) : std::nullopt;
}

std::string KeyfileSettings::text(std::string_view setting, std::string_view key) const {
  return string(setting, key).value_or("");
}

std::vector<std::string> KeyfileSettings::list(std::string_view setting,
                                               std::string_view key) const {
  const Ini::Entry* entry = find(setting, key);
  return entry ? ini_list(entry->value).value_or(std::vector<std::string>{})
               : std::vector<std::string>{};
}

bool KeyfileSettings::boolean(std::string_view setting, std::string_view key,
                              bool otherwise) const {
  const Ini::Entry* entry = find(setting, key);
  return entry ? ini_boolean(entry->value).value_or(otherwise) : otherwise;
}

std::optional<std::int64_t> KeyfileSettings::number(std::string_view setting, std::string_view key,
                                                    std::int64_t least, std::int64_t most) const {
  const Ini::Entry* entry = find(setting, key);
  const auto value = entry ? number_in(entry->value, 0) : std::nullopt;
  return value && *value >= least && *value <= most ? value : std::nullopt;
}

std::optional<std::string> KeyfileSettings::mac(std::string_view setting, std::string_view key,
                                                std::size_t length) const {
  const auto text = string(setting, key);
  if (!text) return std::nullopt;
  std::optional<std::vector<int>> bytes = hex_bytes(*text);
  if (!bytes || bytes->size() != length) {
    // As it was written before 2009: "0;80;86;170;187;204".
    bytes.emplace();
    for (const std::string& part : list(setting, key)) {
      const auto value = number_in(part, 10);
      if (!value || *value < 0 || *value > 255 || bytes->size() == length) return std::nullopt;
      bytes->push_back(static_cast<int>(*value));
    }
    if (bytes->size() != length) return std::nullopt;
  }
  std::string canonical;
  for (const int byte : *bytes)
    canonical += fmt::format("{}{:02x}", canonical.empty() ? "" : ":", byte);
  return canonical;
}

int KeyfileSettings::line(std::string_view setting, std::string_view key) const {
  const Ini::Entry* entry = find(setting, key);
  return entry ? entry->line : ini_.group_line(group(setting));
}

bool is_interface_name(std::string_view name) {
  constexpr std::array<std::string_view, 5> reserved{".", "..", "all", "default",
                                                     "bonding_masters"};
  return !name.empty() && name.size() <= 15 &&
         std::find(reserved.begin(), reserved.end(), name) == reserved.end() &&
         name.find_first_of("/: \t\n\v\f\r") == std::string_view::npos;
}

bool is_uuid(std::string_view text) {
  if (text.size() == 40) return std::all_of(text.begin(), text.end(), is_hex);
  if (text.size() != 36) return false;
  for (std::size_t at = 0; at < text.size(); ++at)
    if (at == 8 || at == 13 || at == 18 || at == 23 ? text[at] != '-' : !is_hex(text[at]))
      return false;
  return true;
}

}  // namespace fbd
