// Small things about text that more than one room needs.
#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace fbd {

std::string_view trimmed(std::string_view text);

/// Whether two words are the same but for ASCII upper and lower case, whatever the locale.
bool same_word(std::string_view a, std::string_view b);

/// The lines of a text without their '\n' or "\r\n"; a final newline makes no empty line.
std::vector<std::string_view> lines(std::string_view text);

/// Bytes from elsewhere, made fit for a sentence: one line, no control characters, valid UTF-8,
/// cut to `at_most` bytes with "...".
std::string printable(std::string_view bytes, std::size_t at_most = 200);

/// The known word that `wrong` was most likely meant to be, or "" if none is near.
std::string_view nearest(std::string_view wrong, std::span<const std::string_view> known);

/// ", did you mean 'role'?" or "" - to be appended to "unknown key 'rol'".
std::string did_you_mean(std::string_view wrong, std::span<const std::string_view> known);

/// "2026-11-23 19:40:12 UTC"
std::string human_time(std::chrono::sys_seconds time);
/// "2026-11-23T19:40:12Z"
std::string iso_time(std::chrono::sys_seconds time);
/// Reads the form that iso_time writes.
std::optional<std::chrono::sys_seconds> parse_iso_time(std::string_view text);

}  // namespace fbd
