// Versions of Site Recovery's components: "9.66.7567.1".
#pragma once

#include <array>
#include <charconv>
#include <optional>
#include <string_view>

namespace fbd {

/// Major version, release (what update rollups count) and build.
using VersionNumbers = std::array<int, 3>;

/// Nothing if there is not even a release. A build that is left out is 0.
inline std::optional<VersionNumbers> version_numbers(std::string_view version) {
  VersionNumbers numbers{};
  std::size_t known = 0;
  const char* at = version.data();
  const char* const end = at + version.size();
  while (known < numbers.size() && at != end) {
    const auto [stop, problem] = std::from_chars(at, end, numbers[known]);
    if (problem != std::errc() || numbers[known] < 0) return std::nullopt;
    ++known;
    if (stop == end) break;
    if (*stop != '.') return std::nullopt;
    at = stop + 1;
  }
  return known >= 2 ? std::optional(numbers) : std::nullopt;
}

/// What is new supports what is at most four releases older. Source: Site Recovery, Service updates
/// (2025-12-22): N-4.
inline constexpr int most_releases_behind = 4;

}  // namespace fbd
