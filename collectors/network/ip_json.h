// What "ip -json" prints: members that may be missing or of another type, without an exception.
// Templates, so that this header needs none of the library's.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace fbd {

/// A member of an object; null if there is none, or if it is no object.
template <class Json>
const Json& json_member(const Json& object, const char* name) {
  static const Json nothing;
  if (!object.is_object()) return nothing;
  const auto found = object.find(name);
  return found == object.end() ? nothing : *found;
}

/// A string, or "" for anything else.
template <class Json>
std::string json_text(const Json& value) {
  return value.is_string() ? value.template get<std::string>() : std::string();
}

/// A number that fits, or nothing.
template <class Json>
std::optional<std::uint32_t> json_number(const Json& value) {
  if (!value.is_number_unsigned()) return std::nullopt;
  const auto number = value.template get<std::uint64_t>();
  if (number > std::numeric_limits<std::uint32_t>::max()) return std::nullopt;
  return static_cast<std::uint32_t>(number);
}

/// Whether an array of strings holds this one.
template <class Json>
bool json_holds(const Json& array, std::string_view text) {
  return array.is_array() && std::any_of(array.begin(), array.end(), [text](const Json& one) {
           return one.is_string() && one.template get_ref<const std::string&>() == text;
         });
}

}  // namespace fbd
