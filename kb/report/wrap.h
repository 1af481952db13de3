// Wrapping text to the width of a terminal.
#pragma once

#include <string>
#include <string_view>

namespace fbd {

/// `text` broken at blanks into lines of at most `columns` code points. The first line begins with
/// `first`, the others with as many blanks. A longer word stands on a line of its own, unbroken.
/// Ends with a newline.
std::string wrapped(std::string_view first, std::string_view text, int columns);

/// Code points of UTF-8 text, which is what a terminal shows as columns for our texts.
int width(std::string_view text);

}  // namespace fbd
