#include "collectors/network/name_pattern.h"

#include <algorithm>

namespace fbd {
namespace {

/// The length of the set at the start of `pattern`, which begins with '['; 0 if it is never closed.
std::size_t set_length(std::string_view pattern) {
  // A ']' that comes first belongs to the set.
  const std::size_t first = pattern.substr(1, 1) == "!" || pattern.substr(1, 1) == "^" ? 2 : 1;
  const std::size_t end = pattern.find(']', first + 1);
  return end == std::string_view::npos ? 0 : end + 1;
}

bool in_set(std::string_view set, char c) {
  set = set.substr(1, set.size() - 2);
  const bool negated = set[0] == '!' || set[0] == '^';
  if (negated) set.remove_prefix(1);
  for (std::size_t i = 0; i < set.size(); ++i) {
    const bool range = i + 2 < set.size() && set[i + 1] == '-';
    if (range ? c >= set[i] && c <= set[i + 2] : c == set[i]) return !negated;
    if (range) i += 2;
  }
  return negated;
}

/// How much of the pattern stands for the one character, 0 if it does not.
std::size_t one(std::string_view pattern, char c) {
  if (pattern.empty()) return 0;
  if (pattern[0] == '?') return 1;
  if (pattern[0] == '[')
    if (const std::size_t length = set_length(pattern); length > 0)
      return in_set(pattern.substr(0, length), c) ? length : 0;
  return pattern[0] == c ? 1 : 0;
}

}  // namespace

bool is_pattern(std::string_view text) {
  return text.find_first_of("*?[") != std::string_view::npos;
}

bool matches(std::string_view pattern, std::string_view name) {
  constexpr std::size_t longest_name = 256;  // of a file; an interface's is much shorter
  if (pattern.size() > longest_name || name.size() > longest_name) return pattern == name;
  // Only the last star ever has to give way: what the ones before it took is as good as any.
  std::string_view after_star, from_star;
  bool star = false;
  while (!name.empty()) {
    if (pattern.substr(0, 1) == "*") {
      pattern.remove_prefix(1);
      star = true;
      after_star = pattern;
      from_star = name;
    } else if (const std::size_t length = one(pattern, name[0]); length > 0) {
      pattern.remove_prefix(length);
      name.remove_prefix(1);
    } else if (star) {
      from_star.remove_prefix(1);
      name = from_star;
      pattern = after_star;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*') == std::string_view::npos;
}

}  // namespace fbd
