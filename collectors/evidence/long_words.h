// Long words of some characters, found without looking at all that is between them.
#pragma once

#include <cstddef>
#include <string_view>

namespace fbd {

struct LongWord {
  std::size_t begin;
  std::size_t end;
};

/// The first run of at least `shortest` characters of a class that begins at `from` or behind it,
/// from its first to its last; begin and end are the size of the text if there is none. A run that
/// began before `from` is cut there. Looks at every `shortest`-th character where none is.
template <class IsPart>
LongWord next_long_word(std::string_view text, std::size_t from, std::size_t shortest,
                        IsPart is_part) {
  for (std::size_t at = from + shortest - 1; at < text.size();) {
    if (!is_part(text[at])) {
      at += shortest;  // a run that long would have to hold this character
      continue;
    }
    std::size_t begin = at;
    while (begin > from && is_part(text[begin - 1])) --begin;
    std::size_t end = at + 1;
    while (end < text.size() && is_part(text[end])) ++end;
    if (end - begin >= shortest) return {begin, end};
    at = end + shortest;
  }
  return {text.size(), text.size()};
}

}  // namespace fbd
