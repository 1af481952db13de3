#include "collectors/network/shell_settings.h"

#include <algorithm>

#include "collectors/evidence/text.h"

// The differences between NetworkManager's reader and the shell are those measured with
// NetworkManager 1.42.4 and bash: "export", two settings on a line, variables, commands,
// continuation lines, DOS line ends.

namespace fbd {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t'; }

bool is_name_start(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

std::size_t name_length(std::string_view text) {
  if (text.empty() || !is_name_start(text[0])) return 0;
  const auto end = std::find_if_not(
      text.begin(), text.end(), [](char c) { return is_name_start(c) || (c >= '0' && c <= '9'); });
  return static_cast<std::size_t>(end - text.begin());
}

std::string_view skip_blanks(std::string_view text) {
  return text.substr(std::min(text.find_first_not_of(" \t"), text.size()));
}

constexpr std::string_view runs_over = "runs over the end of its line";

struct Word {
  std::string text;
  std::string_view rest;   // what follows it on the line
  std::string_view doubt;  // empty: read without doubt
};

/// A shell word: its quotes removed, nothing expanded.
Word read_word(std::string_view line) {
  Word word;
  std::size_t i = 0;
  const auto in_single_quotes = [&](std::size_t from) {
    const std::size_t end = line.find('\'', from);
    if (end == std::string_view::npos) {
      word.doubt = runs_over;
      i = line.size();
      return;
    }
    word.text += line.substr(from, end - from);
    i = end + 1;
  };
  while (i < line.size() && !is_blank(line[i]) && line[i] != ';' && word.doubt.empty()) {
    const char c = line[i];
    const char next = i + 1 < line.size() ? line[i + 1] : '\0';
    if (c == '\'') {
      in_single_quotes(i + 1);
    } else if (c == '$' && next == '\'') {
      const std::size_t from = i + 2;
      in_single_quotes(from);
      if (line.substr(from, i - from).find('\\') != std::string_view::npos)
        word.doubt = "holds an escape sequence";
    } else if (c == '"') {
      for (++i; i < line.size() && line[i] != '"'; ++i) {
        if (line[i] == '$' || line[i] == '`') word.doubt = "refers to a variable or a command";
        if (line[i] == '\\' && i + 1 < line.size() &&
            std::string_view("$`\"\\").find(line[i + 1]) != std::string_view::npos)
          ++i;
        word.text += line[i];
      }
      if (i == line.size()) word.doubt = runs_over;
      ++i;
    } else if (c == '\\') {
      if (next == '\0') word.doubt = runs_over;
      word.text += next;
      i += 2;
    } else if (c == '$' || c == '`') {
      word.doubt = "refers to a variable or a command";
    } else if (std::string_view("&|()<>").find(c) != std::string_view::npos ||
               (c == '~' && i == 0)) {
      word.doubt = "uses the syntax of a shell";
    } else {
      word.text += c;
      ++i;
    }
  }
  word.rest = line.substr(std::min(i, line.size()));
  return word;
}

/// What may follow a value without changing it: blanks, one semicolon, a comment.
bool is_nothing(std::string_view rest) {
  bool parted = !rest.empty() && is_blank(rest[0]);
  rest = skip_blanks(rest);
  if (!rest.empty() && rest[0] == ';') {
    parted = true;
    rest = skip_blanks(rest.substr(1));
  }
  return rest.empty() || (rest[0] == '#' && parted);
}

class Reader {
 public:
  explicit Reader(bool cr_is_blank) : cr_is_blank_(cr_is_blank) {}

  void line(std::string_view text) {
    ++line_;
    const bool cr = !text.empty() && text.back() == '\r';
    if (cr) text.remove_suffix(1);
    text = skip_blanks(text);
    if (text.empty() || text[0] == '#') return;
    if (const std::size_t length = name_length(text); length > 0 && length < text.size()) {
      if (text[length] == '=') {
        setting(text.substr(0, length), text.substr(length + 1), cr);
        return;
      }
      // "NAME = value" sets nothing, whoever reads it.
      if (skip_blanks(text.substr(length)).substr(0, 1) == "=") return;
      if (text.substr(0, length) == "export") {
        doubt_all_in(text.substr(length), "follows \"export\", which only a shell understands");
        return;
      }
    }
    doubt("", "is a command: a shell runs it, other readers pass over it");
  }

  ShellSettings take() { return std::move(found_); }

 private:
  void setting(std::string_view name, std::string_view text, bool cr) {
    Word word = read_word(text);
    if (word.doubt == runs_over)
      doubt("", std::string(runs_over));
    else if (!word.doubt.empty())
      doubt(name, std::string(word.doubt));
    else if (cr && !cr_is_blank_)
      doubt(name, "ends with a carriage return, which the shell takes for a part of the value");
    else if (!is_nothing(word.rest)) {
      doubt(name, "shares its line with something else");
      doubt_all_in(word.rest, "is not the first on its line");
    }
    found_.settings.insert_or_assign(std::string(name),
                                     ShellSettings::Setting{std::move(word.text), line_});
  }

  /// Every NAME= in the text.
  void doubt_all_in(std::string_view text, const std::string& reason) {
    while (!text.empty()) {
      const std::size_t length = name_length(text);
      if (length > 0 && length < text.size() && text[length] == '=')
        doubt(text.substr(0, length), reason);
      text.remove_prefix(std::max<std::size_t>(length, 1));
    }
  }

  void doubt(std::string_view name, std::string reason) {
    found_.doubts.push_back({std::string(name), line_, std::move(reason)});
  }

  bool cr_is_blank_;
  int line_ = 0;
  ShellSettings found_;
};

}  // namespace

std::string_view ShellSettings::value(std::string_view name) const {
  const auto found = settings.find(name);
  return found == settings.end() ? std::string_view() : std::string_view(found->second.value);
}

int ShellSettings::line(std::string_view name) const {
  const auto found = settings.find(name);
  return found == settings.end() ? 0 : found->second.line;
}

ShellSettings read_shell_settings(std::string_view text, bool cr_is_blank) {
  Reader reader(cr_is_blank);
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    reader.line(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return reader.take();
}

}  // namespace fbd
