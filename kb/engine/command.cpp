#include "kb/engine/command.h"

#include <algorithm>
#include <array>
#include <optional>

#include "kb/engine/article.h"
#include "kb/engine/placeholder.h"
#include "kb/engine/visible.h"

namespace fbd {
namespace {

/// Characters that no shell gives a meaning to, wherever they stand. PowerShell makes lists of what
/// has commas, and cmd.exe variables of what has percent signs.
bool is_harmless(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("_-./:+").find(c) != std::string_view::npos;
}

bool is_harmless(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_harmless(c); });
}

/// Reads a command up to some place and knows whether a quoted word may stand there. What is hard
/// to follow (here-documents, backticks, arithmetic, substitution inside quotes) ends its trust for
/// the rest of the command: it may refuse a safe place, but must not accept an unsafe one.
class Reader {
 public:
  explicit Reader(Shell shell) : shell_(shell) {}

  void read(char c) {
    const char before = before_;
    before_ = c;
    // PowerShell takes typographic quotes for quotes, too; this is how they begin.
    if (c == '\xE2' && shell_ == Shell::powershell) state_ = State::lost;
    if (escaped_) {
      escaped_ = false;
      before_ = 'x';  // it means nothing to what follows
      return;
    }
    switch (state_) {
      case State::plain:
        read_plain(c, before);
        break;
      case State::single_quotes:
        if (c == '\'') state_ = State::plain;
        break;
      case State::double_quotes:
        read_double_quotes(c, before);
        break;
      case State::parameter:
        read_parameter(c);
        break;
      case State::comment:
        if (c == '\n') state_ = State::plain;
        break;
      case State::lost:
        break;
    }
  }

  void read_value() { before_ = 'x'; }

  bool quoting_holds() const { return state_ == State::plain && !escaped_ && before_ != '$'; }

 private:
  enum class State { plain, single_quotes, double_quotes, parameter, comment, lost };

  void read_plain(char c, char before) {
    constexpr std::string_view ends_of_words = " \t\n;&|()<>";
    const bool is_start_of_word = ends_of_words.find(before) != std::string_view::npos;
    // Here-documents, arithmetic, $'...', $"..."; block comments and here-strings of PowerShell.
    constexpr std::array<std::string_view, 7> hard{"<<", "((", "$'", "$\"", "<#", "@'", "@\""};
    const std::array<char, 2> pair{before, c};
    const bool is_hard =
        std::find(hard.begin(), hard.end(), std::string_view(pair.data(), 2)) != hard.end();
    if (c == '`' || is_hard)
      state_ = State::lost;
    else if (c == '\'')
      state_ = State::single_quotes;
    else if (c == '"')
      state_ = State::double_quotes;
    else if (c == '#' && is_start_of_word)
      state_ = State::comment;
    else if (c == '\\' && shell_ == Shell::posix)
      escaped_ = true;
  }

  void read_double_quotes(char c, char before) {
    if (c == '`' || (c == '(' && before == '$'))
      state_ = State::lost;
    else if (c == '{' && before == '$')
      state_ = State::parameter;
    else if (c == '"')
      state_ = State::plain;
    else if (c == '\\' && shell_ == Shell::posix)
      escaped_ = true;
  }

  /// "${...}" inside double quotes; quotes in there are another world.
  void read_parameter(char c) {
    if (c == '}')
      state_ = State::double_quotes;
    else if (std::string_view("\"'`$\\{").find(c) != std::string_view::npos)
      state_ = State::lost;
  }

  Shell shell_;
  State state_ = State::plain;
  char before_ = '\n';
  bool escaped_ = false;
};

/// As one word where quoting holds; nothing if there is no telling how.
std::optional<std::string> word(std::string_view value, Shell shell) {
  if (visible(value) != value) return std::nullopt;
  const bool has_quotes = value.find_first_of("'\xE2") != std::string_view::npos;
  if (shell == Shell::powershell && has_quotes) return std::nullopt;
  return shell_quoted(value);
}

/// Calls name(piece, quoting holds) and other(piece), in order.
template <class OnName, class OnText>
void read_command(std::string_view command, Shell shell, OnName on_name, OnText on_text) {
  Reader reader(shell);
  for (const Piece& piece : pieces(command)) {
    if (piece.is_name) {
      on_name(piece, reader.quoting_holds());
      reader.read_value();
    } else {
      on_text(piece);
      for (const char c : piece.text) reader.read(c);
    }
  }
}

}  // namespace

std::string shell_quoted(std::string_view text) {
  if (is_harmless(text)) return std::string(text);
  std::string quoted = "'";
  for (const char c : text) {
    if (c == '\'')
      quoted += "'\\''";
    else
      quoted += c;
  }
  return quoted + "'";
}

Shell shell_of(std::string_view where) {
  return where == "configuration-server" || where == "process-server" ? Shell::powershell
                                                                      : Shell::posix;
}

std::vector<UnsafePlace> unsafe_places(std::string_view command, Shell shell) {
  std::vector<UnsafePlace> unsafe;
  read_command(
      command, shell,
      [&](const Piece& name, bool quoting_holds) {
        const auto offset = static_cast<std::size_t>(name.text.data() - command.data()) - 1;
        if (!quoting_holds) unsafe.push_back({name.text, offset});
      },
      [](const Piece&) {});
  return unsafe;
}

std::string filled_command(std::string_view command, const Values& values, Shell shell) {
  std::string filled;
  read_command(
      command, shell,
      [&](const Piece& name, bool quoting_holds) {
        const auto value = values.find(name.text);
        std::optional<std::string> as_word;
        if (value != values.end() && (quoting_holds || is_harmless(value->second)))
          as_word = word(value->second, shell);
        filled += as_word ? *as_word : "{" + std::string(name.text) + "}";
      },
      [&](const Piece& text) { filled += text.text; });
  return filled;
}

}  // namespace fbd
