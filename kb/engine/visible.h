// Text from elsewhere, made fit for a terminal.
#pragma once

#include <string>
#include <string_view>

namespace fbd {

struct CodePoint {
  char32_t value = 0;
  std::size_t bytes = 1;  // how many it takes; 1 if they are no UTF-8
  bool valid = false;
};

/// The code point at the start of a text that is not empty.
CodePoint first_code_point(std::string_view text);

/// Whether a terminal obeys the character rather than showing it, or the eye is led astray by it:
/// control characters, and those that reorder or hide the text around them.
bool is_obeyed(char32_t character);

/// `text` without such characters and without bytes that are no UTF-8. A newline or a tab becomes a
/// blank, everything else U+FFFD; so the result is one line.
std::string visible(std::string_view text);

}  // namespace fbd
