// One word of a line of shell script. Only for shell_settings.cpp.
#pragma once

#include <string>
#include <string_view>

namespace fbd {

inline constexpr std::string_view shell_word_runs_over = "runs over the end of its line";

struct ShellWord {
  std::string text;
  std::string_view rest;   // what follows it on the line
  std::string_view doubt;  // empty: read without doubt
  bool spreads = false;    // it may reach beyond its line, or do more than set a value
};

/// Its quotes removed, nothing expanded.
ShellWord read_shell_word(std::string_view line);

/// Whether something on the rest of a line reaches beyond it or is more than words.
bool spreads(std::string_view rest);

/// Whether what follows a value leaves it as it is: blanks, one semicolon, a comment.
bool is_nothing(std::string_view rest);

std::string_view skip_blanks(std::string_view text);

}  // namespace fbd
