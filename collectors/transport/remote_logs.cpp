#include "collectors/transport/remote_logs.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <charconv>
#include <set>

#include "collectors/evidence/text.h"
#include "collectors/transport/remote_globs.h"
#include "collectors/transport/remote_scripts.h"
#include "collectors/transport/shell_text.h"

namespace fbd {
namespace {

constexpr int depth = 12;  // below "**", as in list_files()
constexpr std::size_t most_files = 20'000;

/// For find's -path, in which '*' stands for '/' as well: backslashes quote as in a glob.
std::string path_pattern(std::string_view glob) {
  std::string pattern;
  for (const char c : glob)
    if (!(c == '*' && pattern.ends_with('*'))) pattern += c;
  return pattern;
}

/// Writes the paths that a glob may mean, each ended by NUL.
std::string names_of(std::string_view glob) {
  const std::size_t deep = glob.find("**");
  if (deep == glob.npos)
    return fmt::format("for fbd_p in {}; do [ ! -f \"$fbd_p\" ] || printf '%s\\0' \"$fbd_p\"; done",
                       shell_glob(glob));
  const std::string_view above = glob.substr(0, glob.rfind('/', deep));
  return fmt::format(
      "for fbd_p in {}; do [ ! -d \"$fbd_p\" ] || find \"$fbd_p/\" -maxdepth {} "
      "'(' -type f -o -type l ')' -path {} -print0 2>/dev/null; done",
      above.empty() ? "/" : shell_glob(above), depth, as_shell_word(path_pattern(glob)));
}

/// The next word of a line.
std::string_view word(std::string_view& line) {
  const std::size_t end = std::min(line.find(' '), line.size());
  const std::string_view found = line.substr(0, end);
  line.remove_prefix(std::min(end + 1, line.size()));
  return found;
}

template <class Number>
bool read_number(std::string_view text, Number& number, int base = 10) {
  const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), number, base);
  return wrong == std::errc() && end == text.data() + text.size() && !text.empty();
}

}  // namespace

std::string list_files_script(std::span<const std::string> globs) {
  std::string script =
      "look() { [ ! -d \"$1\" ] || { [ -r \"$1\" ] && [ -x \"$1\" ]; } || "
      "printf 'denied %s\\n' \"$1\"; }\n"
      "command -v stat >/dev/null && command -v xargs >/dev/null || "
      "{ echo 'there is no stat or xargs' >&2; exit 1; }\n";
  for (const std::string& glob : globs) {
    script += "echo glob\n" + look_at_directories(glob);
    script += fmt::format("{{ {}; }} | xargs -0 -r stat -L -c 'file %f %s %Y %n' -- 2>/dev/null\n",
                          names_of(glob));
  }
  return script + "echo end\n";
}

Result<std::vector<ListedFile>> list_files_answer(std::string_view text, std::string_view errors) {
  std::vector<ListedFile> files;
  std::set<std::string, std::less<>> seen;
  bool whole = false;
  std::size_t of_glob = 0;  // where what it matches begins
  const auto problem = [&](std::string_view path, ErrorKind kind, std::string message) {
    if (seen.emplace(path).second)
      files.push_back({std::string(path), 0, 0, {}, Error{kind, std::move(message)}});
  };
  for (std::string_view line : lines(text)) {
    whole = line == "end";
    const std::string_view kind = word(line);
    if (kind == "glob" || whole) {
      std::sort(
          files.begin() + static_cast<std::ptrdiff_t>(of_glob), files.end(),
          [](const ListedFile& one, const ListedFile& other) { return one.path < other.path; });
      of_glob = files.size();
    }
    if (kind == "denied") problem(line, ErrorKind::denied, "permission denied");
    if (kind != "file") continue;  // or it is the rest of a name with a newline in it
    ListedFile file;
    std::int64_t modified = 0;
    if (!read_number(word(line), file.mode, 16) || !read_number(word(line), file.size) ||
        !read_number(word(line), modified) || !S_ISREG(file.mode) || seen.count(line) != 0)
      continue;
    if (files.size() >= most_files) {
      problem(line, ErrorKind::malformed,
              fmt::format("more than {} files; this and the rest is left out", most_files));
      break;
    }
    file.mode &= 07777U;
    file.modified = std::chrono::sys_seconds(std::chrono::seconds(modified));
    file.path = line;
    seen.insert(file.path);
    files.push_back(std::move(file));
  }
  if (!whole && files.size() < most_files)
    return error(ErrorKind::failed, errors.empty()
                                        ? "the list of files was cut short"
                                        : fmt::format("\"{}\"", printable(trimmed(errors), 200)));
  return files;
}

std::string stat_file_script(const std::string& path) {
  return fmt::format(
      "{}stat -L -c '%s %Y' -- \"$fbd_p\" || exit 1\n"
      "readlink -f -- \"$fbd_p\" 2>/dev/null\nexit 0\n",
      find_file_script(path));
}

Result<RemoteStat> stat_file_answer(std::string_view text) {
  const std::vector<std::string_view> all = lines(text);
  RemoteStat found;
  std::string_view first = all.empty() ? std::string_view() : all.front();
  if (!read_number(word(first), found.size) || !read_number(word(first), found.modified))
    return error(ErrorKind::malformed,
                 fmt::format("stat wrote \"{}\", no size and time", printable(text, 100)));
  if (all.size() > 1) found.real_path = all[1];
  return found;
}

std::string read_range_script(const std::string& path, const ByteRange& range) {
  // Of a regular file tail jumps there.
  return fmt::format("tail -c +{} <{} | head -c {}\n", range.from + 1, as_shell_word(path),
                     range.bytes);
}

}  // namespace fbd
