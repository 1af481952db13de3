#include "collectors/evidence/file_list.h"

#include <charconv>

#include <fmt/format.h>

#include "collectors/evidence/text.h"

namespace fbd {
namespace {

std::string escaped(std::string_view path) {
  std::string out;
  for (const char c : path) {
    if (c == '\n') {
      out += "\\n";
      continue;
    }
    if (c == '\\') out += '\\';
    out += c;
  }
  return out;
}

std::string unescaped(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escape = text[i] == '\\' && i + 1 < text.size();
    if (escape) ++i;
    out += escape && text[i] == 'n' ? '\n' : text[i];
  }
  return out;
}

/// Takes a number and the blank behind it off the front.
template <class Number>
bool take(std::string_view& text, Number& number, int base = 10) {
  const char* const end = text.data() + text.size();
  const auto [at, problem] = std::from_chars(text.data(), end, number, base);
  if (problem != std::errc() || at == end || *at != ' ') return false;
  text.remove_prefix(static_cast<std::size_t>(at - text.data()) + 1);
  return true;
}

}  // namespace

std::string write_file_list(std::span<const ListedFile> files) {
  std::string text;
  for (const ListedFile& file : files) {
    if (file.error)
      text += fmt::format("error {} {}\n{}\n", name(file.error->kind),
                          printable(file.error->message), escaped(file.path));
    else
      text += fmt::format("file {:04o} {} {} {}\n", file.mode, file.size,
                          file.modified.time_since_epoch().count(), escaped(file.path));
  }
  return text;
}

Result<std::vector<ListedFile>> read_file_list(std::string_view text) {
  std::vector<ListedFile> files;
  const std::vector<std::string_view> all = lines(text);
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto malformed = [i] {
      return error(ErrorKind::malformed, fmt::format("line {} is no line of a file list", i + 1));
    };
    std::string_view line = all[i];
    ListedFile file;
    if (line.starts_with("error ")) {
      line.remove_prefix(6);
      const std::size_t blank = line.find(' ');
      const auto kind = error_kind(line.substr(0, blank));
      if (blank == std::string_view::npos || !kind || i + 1 == all.size()) return malformed();
      file.error = Error{*kind, std::string(line.substr(blank + 1))};
      file.path = unescaped(all[++i]);
    } else {
      std::int64_t modified = 0;
      if (!line.starts_with("file ")) return malformed();
      line.remove_prefix(5);
      if (!take(line, file.mode, 8) || !take(line, file.size) || !take(line, modified))
        return malformed();
      file.modified = std::chrono::sys_seconds(std::chrono::seconds(modified));
      file.path = unescaped(line);
    }
    if (!file.path.starts_with('/')) return malformed();
    files.push_back(std::move(file));
  }
  return files;
}

}  // namespace fbd
