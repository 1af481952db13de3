// The dates of HTTP.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace fbd {

/// "Thu, 26 Nov 2026 21:00:00 GMT", the one form that servers write today.
/// Source: RFC 9110 (2022-06), 5.6.7 Date/Time Formats.
std::optional<std::chrono::sys_seconds> http_date(std::string_view text);

}  // namespace fbd
