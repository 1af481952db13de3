// Lines and words of /etc/network/interfaces, cut as ifupdown's config.c cuts them. Only for
// interfaces*.cpp.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace fbd {

/// Blanks as isspace() has them, without which ifupdown sees no end of a word.
inline constexpr std::string_view interfaces_blanks = " \t\n\v\f\r";

/// The word at the beginning of `rest`, which then begins with the next one.
std::string_view take_word(std::string_view& rest);

/// Takes a text apart into logical lines: no comments, no blank lines, continuations joined.
class InterfacesLines {
 public:
  explicit InterfacesLines(std::string_view text) : rest_(text) {}

  /// Until the next call; nothing at the end.
  std::optional<std::string_view> next();
  /// Where the last logical line began, from 1.
  int number() const { return number_; }

 private:
  std::string_view physical();

  std::string_view rest_;
  std::string joined_;
  int read_ = 0;
  int number_ = 0;
};

}  // namespace fbd
