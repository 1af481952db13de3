// Lines "WORD REST" that a script on another machine writes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/evidence/text.h"

namespace fbd {

class RemoteLines {
 public:
  /// `text` must stay.
  explicit RemoteLines(std::string_view text) : lines_(lines(text)) {}

  /// What follows the word in each line that begins with it.
  std::vector<std::string_view> all(std::string_view word) const {
    std::vector<std::string_view> found;
    for (const std::string_view line : lines_)
      if (line.substr(0, word.size()) == word &&
          (line.size() == word.size() || line[word.size()] == ' '))
        found.push_back(trimmed(line.substr(word.size())));
    return found;
  }
  /// Of the last such line; empty if there is none.
  std::string_view last(std::string_view word) const {
    const std::vector<std::string_view> found = all(word);
    return found.empty() ? std::string_view() : found.back();
  }
  /// Decimal digits up to anything else; 0 if there are none.
  static std::int64_t number(std::string_view text) {
    std::int64_t value = 0;
    for (const char c : text) {
      if (c < '0' || c > '9' || value > 1'000'000'000'000'000) break;
      value = value * 10 + (c - '0');
    }
    return value;
  }

 private:
  std::vector<std::string_view> lines_;
};

}  // namespace fbd
