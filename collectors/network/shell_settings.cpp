#include "collectors/network/shell_settings.h"

#include <algorithm>

#include "collectors/network/shell_word.h"

// The differences between NetworkManager's reader and the shell are those measured with
// NetworkManager 1.42.4 and bash: "export", two settings on a line, variables, commands,
// continuation lines, DOS line ends.

namespace fbd {
namespace {

bool is_name_start(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

std::size_t name_length(std::string_view text) {
  if (text.empty() || !is_name_start(text[0])) return 0;
  const auto end = std::find_if_not(
      text.begin(), text.end(), [](char c) { return is_name_start(c) || (c >= '0' && c <= '9'); });
  return static_cast<std::size_t>(end - text.begin());
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
    const std::size_t length = name_length(text);
    const std::string_view name = text.substr(0, length), rest = text.substr(length);
    if (length > 0 && rest.substr(0, 1) == "=") {
      setting(name, rest.substr(1), cr);
    } else if (spreads(text)) {
      doubt("", std::string(shell_word_runs_over));
    } else if (name == "export" && !rest.empty() && skip_blanks(rest).size() < rest.size()) {
      doubt_all_in(rest, "follows \"export\", which only a shell understands");
    } else if (length == 0 || skip_blanks(rest).substr(0, 1) != "=" ||
               rest.find(';') != std::string_view::npos) {
      doubt("", "is a command: a shell runs it, other readers pass over it");
    }
    // What is left, "NAME = value", sets nothing, whoever reads it.
  }

  ShellSettings take() { return std::move(found_); }

 private:
  void setting(std::string_view name, std::string_view text, bool cr) {
    ShellWord word = read_shell_word(text);
    if (word.spreads || spreads(word.rest)) {
      doubt("", std::string(word.doubt.empty() ? shell_word_runs_over : word.doubt));
    } else {
      const bool alone = is_nothing(word.rest);
      if (!word.doubt.empty())
        doubt(name, std::string(word.doubt));
      else if (cr && !cr_is_blank_)
        doubt(name, "ends with a carriage return, which the shell takes for a part of the value");
      else if (!alone)
        doubt(name, "shares its line with something else");
      if (!alone) doubt_all_in(word.rest, "is not the first on its line");
    }
    if (!word.doubt.empty()) word.text.clear();
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
