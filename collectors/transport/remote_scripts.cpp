#include "collectors/transport/remote_scripts.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "collectors/evidence/redaction.h"
#include "collectors/evidence/text.h"
#include "collectors/transport/files.h"
#include "collectors/transport/remote_globs.h"
#include "collectors/transport/shell_text.h"

namespace fbd {
namespace {

constexpr int status_absent = 64;
constexpr int status_denied = 65;
constexpr int status_directory = 66;
constexpr int status_other = 67;

/// Tells a file that is not there from one that is behind a directory we may not enter.
constexpr std::string_view absent_or_denied = R"sh(gone() {
  fbd_d=${1%/*}
  while [ -n "$fbd_d" ] && [ ! -d "$fbd_d" ]; do fbd_d=${fbd_d%/*}; done
  [ -z "$fbd_d" ] || [ -x "$fbd_d" ] || return 1
}
)sh";

// What is written for one path: "NONCE p KIND MODE", the path, and for a link its target, for a
// file its bytes, each ended by a line with the nonce.
constexpr std::string_view functions = R"sh(mark() {{ printf '\n{0} %s\n' "$1"; }}
look() {{ [ ! -d "$1" ] || {{ [ -r "$1" ] && [ -x "$1" ]; }} || {{ mark 'p denied -'; printf %s "$1"; }}; }}
file() {{
  mark f
  cat <"$1" 2>/dev/null && mark ok || mark bad
}}
one() {{
  if [ -h "$1" ]; then fbd_k=l
  elif [ -f "$1" ]; then fbd_k=f
  elif [ -e "$1" ]; then fbd_k=o
  elif gone "$1"; then return
  else mark 'p denied -'; printf %s "$1"; return; fi
  {1}
  fbd_m=$(ls -ldn "$1" 2>/dev/null); fbd_m=${{fbd_m%% *}}
  mark "p $fbd_k ${{fbd_m:--}}"; printf %s "$1"
  case $fbd_k in l) mark t; readlink "$1" 2>/dev/null || {{ fbd_t=$(ls -ld "$1"); printf '%s\n' "${{fbd_t#* -> }}"; }};; esac
  {2}
}}
)sh";
constexpr std::string_view with_contents =
    "if [ ! -f \"$1\" ]; then if [ $fbd_k = l ]; then if [ -d \"$1\" ] || [ -c \"$1\" ] || "
    "[ ! -e \"$1\" ]; then return 0; fi; fbd_m=$(ls -ldnL \"$1\" 2>/dev/null); fi; "
    "mark \"o ${fbd_m:--}\"; return 0; fi; if [ $fbd_k = l ]; then fbd_m=$(ls -ldnL \"$1\" "
    "2>/dev/null); "
    "mark \"m ${fbd_m%% *}\"; fi; file \"$1\"";

unsigned mode_of(std::string_view text) {
  // "-rwsr-xr-t": three threes, whose last letter also tells set-id and sticky bits.
  if (text.size() < 10) return 0;
  unsigned mode = 0;
  constexpr std::string_view plain = "rwxrwxrwx";
  for (std::size_t i = 0; i < plain.size(); ++i) {
    const char c = text[i + 1];
    if (c == plain[i] || c == 's' || c == 't') mode |= 0400U >> i;
  }
  if (text[3] == 's' || text[3] == 'S') mode |= 04000U;
  if (text[6] == 's' || text[6] == 'S') mode |= 02000U;
  if (text[9] == 't' || text[9] == 'T') mode |= 01000U;
  return mode;
}

/// By the letter with which ls begins a mode.
std::string_view kind_of_letter(char letter) {
  switch (letter) {
    case 'p':
      return kind_of_mode(S_IFIFO);
    case 's':
      return kind_of_mode(S_IFSOCK);
    case 'b':
    case 'c':
      return kind_of_mode(S_IFBLK);
    default:
      return kind_of_mode(0);
  }
}

struct Piece {
  std::string_view head;  // "p f -rw-r--r--", "t", "m -rw-...", "f", "ok", "bad"
  std::string_view body;
};

std::vector<Piece> pieces_of(std::string_view text, const std::string& nonce) {
  const std::string mark = fmt::format("\n{} ", nonce);
  std::vector<Piece> pieces;
  std::size_t at = text.find(mark);
  while (at != text.npos) {
    const std::size_t head = at + mark.size();
    const std::size_t line = text.find('\n', head);
    if (line == text.npos) break;
    at = text.find(mark, line);
    pieces.push_back({text.substr(head, line - head),
                      text.substr(line + 1, at == text.npos ? at : at - std::min(at, line + 1))});
    // The newline of a mark may be the one that ended the head before it.
    if (at == line) pieces.back().body = {};
  }
  return pieces;
}

}  // namespace

std::string find_file_script(const std::string& path) {
  return fmt::format(
      "{}fbd_p={}\n"
      "if [ -d \"$fbd_p\" ]; then exit {}; fi\n"
      "if [ ! -e \"$fbd_p\" ]; then gone \"$fbd_p\" && exit {} || exit {}; fi\n"
      "[ -f \"$fbd_p\" ] || exit {}\n"
      "[ -r \"$fbd_p\" ] || exit {}\n",
      absent_or_denied, as_shell_word(path), status_directory, status_absent, status_denied,
      status_other, status_denied);
}

std::string read_file_script(const std::string& path) {
  return find_file_script(path) + "cat <\"$fbd_p\"\n";
}

Error read_file_error(int status, std::string_view errors) {
  switch (status) {
    case status_absent:
      return {ErrorKind::not_found, "no such file or directory"};
    case status_denied:
      return {ErrorKind::denied, "permission denied"};
    case status_directory:
      return {ErrorKind::malformed, "a directory, not a file"};
    case status_other:
      return {ErrorKind::malformed, "something else, not a file"};
    default:
      return {ErrorKind::failed,
              fmt::format("cat: exit {}, \"{}\"", status, printable(trimmed(errors)))};
  }
}

std::string read_tree_script(const ReadTree& request, const std::string& nonce) {
  std::string script(absent_or_denied);
  script += fmt::format(functions, nonce,
                        request.contents ? "[ $fbd_k != o ] || [ ! -d \"$1\" ] || return 0" : ":",
                        request.contents ? with_contents : ":");
  for (const std::string& glob : request.globs) {
    script += look_at_directories(glob);
    script += fmt::format("for fbd_p in {}; do one \"$fbd_p\"; done\n", shell_glob(glob));
  }
  return script + "mark end\n";
}

Result<std::vector<TreeEntry>> read_tree_answer(std::string_view text, const std::string& nonce,
                                                const ReadTree& request, const TreeLimits& limits) {
  std::vector<TreeEntry> entries;
  std::set<std::string> seen;
  std::set<std::string> problems;
  std::string path;
  unsigned mode = 0;
  bool fresh = false;
  bool whole = false;
  std::size_t matches = 0;
  std::size_t bytes = 0;
  const auto problem = [&](ErrorKind kind, const std::string& message) {
    if (problems.insert(path).second)
      entries.push_back({TreeEntry::Kind::error, 0, kind, path, message});
  };
  const std::vector<Piece> pieces = pieces_of(text, nonce);
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const std::string_view head = pieces[i].head;
    const std::string_view body = pieces[i].body;
    whole = head == "end";
    if (head.starts_with("p denied")) {
      path = body;
      problem(ErrorKind::denied, "permission denied");
      fresh = false;
    } else if (head.starts_with("p ") && head.size() > 4) {
      path = body;
      // A glob without a match stands for itself, and is not there; it never comes this far.
      fresh = matches < limits.matches && seen.insert(path).second;
      if (fresh && ++matches == limits.matches)
        problem(ErrorKind::malformed,
                fmt::format("more than {} matches; the rest is left out", limits.matches));
      mode = mode_of(head.substr(4));
      if (fresh && !request.contents && head[2] != 'l')
        entries.push_back({TreeEntry::Kind::file, mode, {}, path, {}});
    } else if (!fresh) {
      continue;
    } else if (head == "t") {
      std::string_view target = body;
      if (target.ends_with('\n')) target.remove_suffix(1);
      entries.push_back({TreeEntry::Kind::link, 0777, {}, path, std::string(target)});
    } else if (head.starts_with("o ")) {
      problem(ErrorKind::malformed, fmt::format("{}, not a file", kind_of_letter(head[2])));
    } else if (head.starts_with("m ")) {
      mode = mode_of(head.substr(2));
    } else if (head == "f") {
      if (i + 1 == pieces.size()) break;
      if (pieces[i + 1].head != "ok") {
        problem(ErrorKind::denied, "permission denied");
      } else if (bytes + body.size() > limits.bytes) {
        problem(ErrorKind::malformed,
                fmt::format("more than {} bytes, which were left of {} for the whole tree",
                            limits.bytes - bytes, limits.bytes));
      } else {
        bytes += body.size();
        entries.push_back(
            {TreeEntry::Kind::file, mode, {}, path, without_secrets(std::string(body))});
      }
    }
  }
  if (!whole) return error(ErrorKind::malformed, "the list of files was cut short");
  return entries;
}

}  // namespace fbd
