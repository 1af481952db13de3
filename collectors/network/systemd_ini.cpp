#include "collectors/network/systemd_ini.h"

#include <algorithm>
#include <cstddef>
#include <iterator>

#include <fmt/format.h>

#include "collectors/evidence/text.h"

namespace fbd {
namespace {

// systemd 252, src/shared/conf-parser.c and src/basic/fileio.h
constexpr std::size_t longest_line = std::size_t{1024} * 1024;
constexpr std::size_t most_complaints = 20;
constexpr std::string_view blanks = " \t\n\r";

std::string_view stripped(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(blanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

/// '\n', '\r' and a NUL end a line; "\r\n" is one end, "\n\n" are two.
std::string_view next_line(std::string_view& rest) {
  constexpr std::string_view ends("\n\r\0", 3);
  const std::size_t end = std::min(rest.find_first_of(ends), rest.size());
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end);
  std::string seen;
  while (!rest.empty() && ends.find(rest[0]) != std::string_view::npos &&
         seen.find(rest[0]) == std::string::npos && (seen.empty() || seen.back() != '\0')) {
    seen += rest[0];
    rest.remove_prefix(1);
  }
  return line;
}

/// The length of the character at the start, 0 if it is none or one that Unicode has not given out
/// for text.
std::size_t character_length(std::string_view text) {
  const auto byte = [text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned first = byte(0);
  if (first < 0x80) return 1;
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < length) return 0;
  unsigned code = first & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80) return 0;
    code = code << 6 | (byte(i) & 0x3FU);
  }
  constexpr unsigned smallest[]{0, 0, 0x80, 0x800, 0x10000};
  const bool is_text = code >= smallest[length] && code <= 0x10FFFF &&
                       (code < 0xD800 || code > 0xDFFF) && (code < 0xFDD0 || code > 0xFDEF) &&
                       (code & 0xFFFEU) != 0xFFFE;
  return is_text ? length : 0;
}

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = character_length(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

bool has_bad_characters(std::string_view section) {
  return std::any_of(section.begin(), section.end(), [](char c) {
    return (c > 0 && c < ' ') || c == 0x7F || c == '"' || c == '\'' || c == '\\';
  });
}

/// Whether the last backslash escapes what follows the line.
bool is_continued(std::string_view line) {
  const std::size_t last = line.find_last_not_of('\\');
  const std::size_t backslashes = line.size() - (last == std::string_view::npos ? 0 : last + 1);
  return backslashes % 2 == 1;
}

class Reader {
 public:
  explicit Reader(std::string_view file) : file_(file) {}

  SystemdIni read(std::string_view text) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    std::string joined;
    bool is_joining = false;
    while (!text.empty() && !ini_.refusal) {
      const std::string_view line = next_line(text);
      ++line_;
      if (line.size() >= longest_line || joined.size() + line.size() > longest_line) {
        refuse("the line is longer than 1 MiB");
        break;
      }
      const std::size_t first = line.find_first_not_of(blanks);
      if (first != std::string_view::npos && (line[first] == '#' || line[first] == ';')) continue;
      if (is_continued(line)) {
        (joined += line.substr(0, line.size() - 1)) += ' ';
        is_joining = true;
      } else if (is_joining) {
        joined += line;
        add(joined);
        joined.clear();
        is_joining = false;
      } else {
        add(line);
      }
    }
    if (is_joining && !ini_.refusal) add(joined);
    return std::move(ini_);
  }

 private:
  void add(std::string_view line) {
    line = stripped(line);
    if (line.empty()) return;
    if (!is_utf8(line)) return refuse("the line is not UTF-8");
    if (line[0] == '[') return section(line);
    const std::size_t equals = line.find('=');
    if (outside_)
      complain("there is no [section] above the line");
    else if (equals == std::string_view::npos)
      complain(fmt::format("there is no '=' in \"{}\"", printable(line, 40)));
    else if (equals == 0)
      complain("there is nothing before the '='");
    else
      ini_.sections.back().assignments.push_back({std::string(stripped(line.substr(0, equals))),
                                                  std::string(stripped(line.substr(equals + 1))),
                                                  line_});
  }

  void section(std::string_view line) {
    if (!line.ends_with(']'))
      return refuse(fmt::format("\"{}\" is no section", printable(line, 40)));
    const std::string_view name = line.substr(1, line.size() - 2);
    if (has_bad_characters(name))
      return refuse(fmt::format("\"{}\" is no section", printable(line, 40)));
    ini_.sections.push_back({std::string(name), file_, line_, {}});
    outside_ = false;
  }

  void complain(std::string reason) {
    if (ini_.ignored_lines.size() < most_complaints)
      ini_.ignored_lines.push_back({file_, line_, std::move(reason), "systemd ignores the line"});
  }

  void refuse(std::string reason) {
    ini_.refusal = {file_, line_, std::move(reason), "systemd ignores the whole file"};
  }

  std::string file_;
  SystemdIni ini_;
  int line_ = 0;
  bool outside_ = true;
};

}  // namespace

void SystemdIni::add(SystemdIni later) {
  std::move(later.sections.begin(), later.sections.end(), std::back_inserter(sections));
  std::move(later.ignored_lines.begin(), later.ignored_lines.end(),
            std::back_inserter(ignored_lines));
  if (!refusal) refusal = std::move(later.refusal);
}

SystemdIni read_systemd_ini(std::string_view text, std::string_view file) {
  return Reader(file).read(text);
}

}  // namespace fbd
