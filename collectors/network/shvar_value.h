// The value of one line of an ifcfg file, as NetworkManager takes it. Only for shvar.cpp.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace fbd {

/// What is left without quotes and escapes; nothing if it is no plain word followed at most by a
/// semicolon or a comment. Source: NetworkManager 1.42, svUnescape() in shvar.c.
std::optional<std::string> shvar_value(std::string_view text);

/// The blanks of GLib's ASCII: '\v' is none.
inline bool is_shvar_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

}  // namespace fbd
