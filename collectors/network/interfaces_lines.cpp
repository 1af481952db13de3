#include "collectors/network/interfaces_lines.h"

#include <algorithm>

namespace fbd {
namespace {

std::string_view without_blanks_before(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(interfaces_blanks), text.size()));
  return text;
}

std::string_view without_blanks_after(std::string_view text) {
  return text.substr(0, text.find_last_not_of(interfaces_blanks) + 1);
}

}  // namespace

std::string_view take_word(std::string_view& rest) {
  const std::string_view word = rest.substr(0, rest.find_first_of(interfaces_blanks));
  rest = without_blanks_before(rest.substr(word.size()));
  return word;
}

std::optional<std::string_view> InterfacesLines::next() {
  while (!rest_.empty()) {
    const std::string_view first = without_blanks_before(physical());
    number_ = read_;
    if (first.empty() || first.front() == '#') continue;
    if (first.back() != '\\') return without_blanks_after(first);
    // Only the first line is looked at for blanks and '#': a comment cannot stand in between.
    joined_ = first;
    while (!joined_.empty() && joined_.back() == '\\') {
      joined_.pop_back();
      if (rest_.empty()) break;
      joined_ += physical();
    }
    if (const std::string_view whole = without_blanks_after(joined_); !whole.empty()) return whole;
  }
  return std::nullopt;
}

std::string_view InterfacesLines::physical() {
  const std::size_t end = rest_.find('\n');
  const std::string_view line = rest_.substr(0, end);
  rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
  ++read_;
  // For ifupdown, written in C, a line ends with a NUL too; "\r" is one of the blanks.
  return line.substr(0, line.find('\0'));
}

}  // namespace fbd
