#include "kb/engine/visible.h"

#include <algorithm>
#include <array>

namespace fbd {

CodePoint first_code_point(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  if (first < 0x80) return {first, 1, true};
  constexpr CodePoint broken{0xFFFD, 1, false};
  if (first < 0xC2 || first > 0xF4) return broken;
  const std::size_t length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  if (text.size() < length) return broken;
  char32_t value = first & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) return broken;
    value = value << 6 | (byte(i) & 0x3FU);
  }
  constexpr std::array<char32_t, 5> smallest{0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
  if (value < smallest[length] || value > 0x10FFFF || surrogate) return broken;
  return {value, length, true};
}

bool is_obeyed(char32_t c) {
  if (c >= 0x20 && c < 0x7F) return false;
  const bool control = c < 0xA0;
  const bool line_end = c == 0x2028 || c == 0x2029;
  // Bidirectional controls make a command look like another one; so does what has no width.
  const bool reorders = c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) ||
                        (c >= 0x2066 && c <= 0x2069);
  const bool hides = c == 0x00AD || (c >= 0x200B && c <= 0x200D) || c == 0x2060 || c == 0xFEFF;
  return control || line_end || reorders || hides;
}

std::string visible(std::string_view text) {
  std::string shown;
  shown.reserve(text.size());
  while (!text.empty()) {
    const std::size_t plain = static_cast<std::size_t>(
        std::find_if_not(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7F; }) -
        text.begin());
    shown += text.substr(0, plain);
    text.remove_prefix(plain);
    if (text.empty()) break;
    const CodePoint point = first_code_point(text);
    if (point.value == '\n' || point.value == '\t')
      shown += ' ';
    else if (!point.valid || is_obeyed(point.value))
      shown += "\xEF\xBF\xBD";  // U+FFFD
    else
      shown += text.substr(0, point.bytes);
    text.remove_prefix(point.bytes);
  }
  return shown;
}

}  // namespace fbd
