#include "collectors/network/device_spec.h"

#include <algorithm>

#include "collectors/evidence/text.h"
#include "collectors/network/name_pattern.h"

namespace fbd {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

/// Cuts the tag off, in whatever case it is.
bool take(std::string_view& spec, std::string_view tag) {
  if (spec.size() < tag.size() || !equal_ignoring_case(spec.substr(0, tag.size()), tag))
    return false;
  spec.remove_prefix(tag.size());
  return true;
}

/// Only '*' and '?' are special here; a bracket is not.
bool matches_glob(std::string_view pattern, std::string_view name) {
  if (pattern.find_first_of("[\\") == std::string_view::npos) return matches(pattern, name);
  return pattern == name;
}

bool matches_one(std::string_view spec, std::string_view name, std::string_view mac,
                 std::string_view type, bool is_exception) {
  const auto is_mac = [mac](std::string_view text) {
    return !mac.empty() && equal_ignoring_case(text, mac);
  };
  if (spec == "*") return true;
  if (take(spec, "type:")) return spec == type;
  if (take(spec, "mac:")) return is_mac(spec);
  if (take(spec, "interface-name:")) {
    if (spec.starts_with('=')) return spec.substr(1) == name;
    if (spec.starts_with('~')) spec.remove_prefix(1);
    return matches_glob(spec, name);
  }
  // A word without a tag; "driver:" and the like are never a name.
  return !is_exception && (is_mac(spec) || spec == name);
}

}  // namespace

std::vector<std::string> device_specs(std::string_view value) {
  std::vector<std::string> specs;
  std::string one;
  const auto finish = [&] {
    if (const std::string_view text = trimmed(one); !text.empty()) specs.emplace_back(text);
    one.clear();
  };
  for (std::size_t at = 0; at < value.size(); ++at) {
    const char c = value[at];
    if (c == ',' || c == ';') {
      finish();
    } else if (c == '\\' && at + 1 < value.size()) {
      const char next = value[++at];
      if (next != ',' && next != ';' && next != '\\') one += '\\';
      one += next;
    } else {
      one += c;
    }
  }
  finish();
  return specs;
}

bool matches_device(const std::vector<std::string>& specs, std::string_view interface_name,
                    std::string_view mac_address, std::string_view type) {
  bool has_exceptions = false;
  bool has_others = false;
  bool is_matched = false;
  for (std::string_view spec : specs) {
    const bool is_exception = take(spec, "except:");
    (is_exception ? has_exceptions : has_others) = true;
    if (!matches_one(spec, interface_name, mac_address, type, is_exception)) continue;
    if (is_exception) return false;
    is_matched = true;
  }
  return is_matched || (has_exceptions && !has_others);
}

}  // namespace fbd
