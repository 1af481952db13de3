// What a pattern cannot match without: the text that a line is searched for before the pattern is.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace fbd {

/// The runs of literal text that every match of a regular expression (RE2's syntax, case ignored)
/// holds, in lower case. May be fewer than there are, never more: alternatives, optional parts and
/// everything else that is not surely there are left out.
std::vector<std::string> required_literals(std::string_view pattern);

/// The part of a text that is looked for, and at how many places at once it is enough to look: with
/// a stride of n, every n-th byte of the log begins four bytes of exactly one place in the window.
struct Window {
  std::string text;  // stride + 3 bytes; empty: there is no literal of four bytes
  int stride = 0;    // 8, 4 or 1
};

/// The window that occurs least in logs, by how frequent its characters are there; the longest
/// stride that some run allows comes first, because it makes the search fast.
Window rarest_window(const std::vector<std::string>& runs);

}  // namespace fbd
