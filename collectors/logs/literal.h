// What a pattern cannot match without: the text that a line is searched for before the pattern is.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace fbd {

/// The runs of literal text that every match of a regular expression (RE2's syntax, case ignored)
/// holds, in lower case. May be fewer than there are, never more: alternatives, optional parts and
/// everything else that is not surely there are left out.
std::vector<std::string> required_literals(std::string_view pattern);

/// Where a log is looked at: `gram` bytes from every stride-th place on. A window of stride + gram
/// - 1 bytes covers exactly one such gram, wherever it stands.
struct Grid {
  std::size_t stride;
  std::size_t gram;
  constexpr std::size_t window() const { return stride + gram - 1; }
  bool operator==(const Grid&) const = default;
};

/// From the fastest to the slowest. Eight bytes of a message are hardly ever anything else; four
/// are part of many words, and each of those costs a comparison.
inline constexpr std::array<Grid, 4> grids{{{8, 8}, {8, 4}, {4, 4}, {1, 4}}};

/// The part of a text that is looked for.
struct Window {
  std::string text;  // grid.window() bytes; empty: there is no literal of four bytes
  Grid grid{};
};

/// The window that occurs least in logs, by how frequent its characters are there; the first of the
/// grids that some run is long enough for comes first, because it makes the search fast.
Window rarest_window(const std::vector<std::string>& runs);

}  // namespace fbd
