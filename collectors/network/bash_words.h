// A shell script, cut into words and operators. Only for bash_settings.cpp.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace fbd {

struct BashToken {
  enum class Kind { word, end_of_command, and_or, pipe, background, redirection, parenthesis, end };
  Kind kind = Kind::end;
  std::string text;          // of a word: quotes removed, variables replaced; ";" of that
  std::string name;          // of a word that sets something: "NAME" of NAME=value
  std::string doubt;         // why the text is not known
  bool appends = false;      // NAME+=value
  bool is_quoted = false;    // so it is no keyword
  bool is_replaced = false;  // there are variables in it
  bool unfinished = false;   // a quote or command that the file does not end
  int line = 0;
};

/// Reads a script from the beginning to the end, in time proportional to its length.
class BashWords {
 public:
  /// What a variable holds; nothing if that is not known.
  using Lookup = std::function<std::optional<std::string>(std::string_view name)>;

  BashWords(std::string_view text, Lookup lookup) : text_(text), lookup_(std::move(lookup)) {}
  BashToken next();

 private:
  char here(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }
  bool at_end() const { return at_ >= text_.size(); }
  void step() {
    if (text_[at_] == '\n') ++line_;
    ++at_;
  }
  void skip_blanks();
  BashToken operator_token();
  BashToken word();
  void part(BashToken& token);
  void single_quoted(BashToken& token);
  void double_quoted(BashToken& token);
  void ansi_quoted(BashToken& token);
  void expansion(BashToken& token);
  void replace(BashToken& token, std::string_view name);
  void skip_nested(BashToken& token, char open, char close);
  void skip_backquoted(BashToken& token);
  static void doubt(BashToken& token, const char* why);

  std::string_view text_;
  Lookup lookup_;
  std::size_t at_ = 0;
  int line_ = 1;
};

/// Variables that hold each other grow without end; nothing that anybody meant is near this.
inline constexpr std::size_t longest_bash_value = 4096;

/// The length of the variable's name that the text begins with.
std::size_t bash_name_length(std::string_view text);

}  // namespace fbd
