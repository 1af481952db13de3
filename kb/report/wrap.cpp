#include "kb/report/wrap.h"

#include <algorithm>

namespace fbd {

int width(std::string_view text) {
  return static_cast<int>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

std::string wrapped(std::string_view first, std::string_view text, int columns) {
  std::string out(first);
  const std::string indent(static_cast<std::size_t>(width(first)), ' ');
  int used = width(first);
  bool at_start = true;
  while (true) {
    text.remove_prefix(std::min(text.find_first_not_of(" \n\t"), text.size()));
    if (text.empty()) break;
    const std::string_view word = text.substr(0, text.find_first_of(" \n\t"));
    text.remove_prefix(word.size());
    const int needed = width(word);
    if (!at_start && used + 1 + needed > columns) {
      out += "\n" + indent;
      used = width(indent);
      at_start = true;
    }
    if (!at_start) {
      out += ' ';
      ++used;
    }
    out += word;
    used += needed;
    at_start = false;
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out + "\n";
}

}  // namespace fbd
