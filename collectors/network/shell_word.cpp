#include "collectors/network/shell_word.h"

#include <algorithm>

namespace fbd {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t'; }

/// Reads one shell word: its quotes removed, nothing expanded.
class WordReader {
 public:
  explicit WordReader(std::string_view line) : line_(line) {}

  ShellWord read() {
    while (at_ < line_.size() && !is_blank(line_[at_]) && line_[at_] != ';') next();
    word_.rest = line_.substr(std::min(at_, line_.size()));
    return std::move(word_);
  }

 private:
  char here(std::size_t ahead = 0) const {
    return at_ + ahead < line_.size() ? line_[at_ + ahead] : '\0';
  }

  void next() {
    const char c = here();
    if (c == '\'') {
      ++at_;
      single_quoted();
    } else if (c == '$' && here(1) == '\'') {
      at_ += 2;
      if (single_quoted().find('\\') != std::string_view::npos) doubt("holds an escape sequence");
    } else if (c == '"') {
      ++at_;
      double_quoted();
    } else if (c == '\\') {
      if (here(1) == '\0') spread(shell_word_runs_over);
      word_.text += here(1);
      at_ += 2;
    } else if (c == '$' || c == '`') {
      expansion();
    } else {
      constexpr std::string_view syntax = "&|()<>";
      if (syntax.find(c) != std::string_view::npos) spread("uses the syntax of a shell");
      if (c == '~' && at_ == 0) doubt("uses the syntax of a shell");
      word_.text += c;
      ++at_;
    }
  }

  std::string_view single_quoted() {
    const std::size_t end = std::min(line_.find('\'', at_), line_.size());
    if (end == line_.size()) spread(shell_word_runs_over);
    const std::string_view inside = line_.substr(at_, end - at_);
    word_.text += inside;
    at_ = end + 1;
    return inside;
  }

  void double_quoted() {
    while (at_ < line_.size() && here() != '"') {
      if (here() == '$' || here() == '`') {
        expansion();
        continue;
      }
      const char escaped = here(1);
      if (here() == '\\' && (escaped == '$' || escaped == '`' || escaped == '"' || escaped == '\\'))
        ++at_;
      word_.text += here();
      ++at_;
    }
    if (at_ >= line_.size()) spread(shell_word_runs_over);
    ++at_;
  }

  /// A variable is one value that is not known; a command could be anything, and end anywhere.
  void expansion() {
    doubt("refers to a variable or a command");
    if (here() == '`' || here(1) == '(' || here(1) == '{' || here(1) == '[') word_.spreads = true;
    ++at_;
  }

  void doubt(std::string_view reason) {
    if (word_.doubt.empty()) word_.doubt = reason;
  }
  void spread(std::string_view reason) {
    doubt(reason);
    word_.spreads = true;
  }

  std::string_view line_;
  std::size_t at_ = 0;
  ShellWord word_;
};

}  // namespace

ShellWord read_shell_word(std::string_view line) { return WordReader(line).read(); }

std::string_view skip_blanks(std::string_view text) {
  return text.substr(std::min(text.find_first_not_of(" \t"), text.size()));
}

bool spreads(std::string_view rest) {
  while (true) {
    rest = skip_blanks(rest);
    if (rest.starts_with(";;")) return true;
    if (rest.starts_with(';')) rest = skip_blanks(rest.substr(1));
    if (rest.empty() || rest[0] == '#') return false;
    const ShellWord word = read_shell_word(rest);
    if (word.spreads) return true;
    rest = word.rest;
  }
}

bool is_nothing(std::string_view rest) {
  bool parted = !rest.empty() && is_blank(rest[0]);
  rest = skip_blanks(rest);
  if (!rest.empty() && rest[0] == ';') {
    parted = true;
    rest = skip_blanks(rest.substr(1));
  }
  return rest.empty() || (rest[0] == '#' && parted);
}

}  // namespace fbd
