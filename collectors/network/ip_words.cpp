#include "collectors/network/ip_words.h"

#include <algorithm>

#include "collectors/evidence/text.h"

namespace fbd {

std::string_view pop_word(std::string_view& rest) {
  rest = trimmed(rest);
  const std::string_view word = rest.substr(0, rest.find_first_of(" \t"));
  rest.remove_prefix(word.size());
  return word;
}

std::string_view word_after(std::string_view rest, std::string_view name) {
  while (!(rest = trimmed(rest)).empty())
    if (pop_word(rest) == name) return pop_word(rest);
  return {};
}

bool has_link_flag(std::string_view flags, std::string_view flag) {
  if (flags.size() < 2 || flags.front() != '<' || flags.back() != '>') return false;
  flags = flags.substr(1, flags.size() - 2);
  while (!flags.empty()) {
    const std::string_view one = flags.substr(0, flags.find(','));
    if (one == flag) return true;
    flags.remove_prefix(std::min(flags.size(), one.size() + 1));
  }
  return false;
}

}  // namespace fbd
