#include "collectors/network/package_log_lines.h"

#include <algorithm>

#include "collectors/evidence/text.h"
#include "collectors/network/package_names.h"

namespace fbd {
namespace {

using Entry = PackageLog::Entry;
using Event = PackageLog::Event;

std::string_view cut(std::string_view& rest, std::string_view at) {
  const std::size_t end = std::min(rest.find(at), rest.size());
  const std::string_view part = rest.substr(0, end);
  rest.remove_prefix(std::min(end + at.size(), rest.size()));
  return part;
}

/// What a word names: "network-manager:amd64" as dpkg writes it.
std::string_view without_architecture(std::string_view word) { return cut(word, ":"); }

/// "1:NetworkManager-1.0.6-27.el7.x86_64" as yum writes it, "NetworkManager-1:1.40.0-1.el9.x86_64"
/// as dnf does, or the bare name: the package of the network that it is, or "".
std::string_view package_in(std::string_view word) {
  if (const std::size_t colon = word.find(':');
      colon != word.npos && colon < word.find('-') &&
      std::all_of(word.begin(), word.begin() + static_cast<std::ptrdiff_t>(colon),
                  [](char c) { return c >= '0' && c <= '9'; }))
    word.remove_prefix(colon + 1);
  if (is_network_package(word)) return word;
  const std::size_t release = word.rfind('-');
  if (release == word.npos || release == 0) return {};
  const std::size_t version = word.rfind('-', release - 1);
  if (version == word.npos) return {};
  const std::string_view name = word.substr(0, version);
  return is_network_package(name) ? name : std::string_view();
}

class LogReader {
 public:
  LogReader(std::string_view path, std::string_view text) : path_(path), text_(text) {}

  std::vector<Entry> read() {
    using Read = void (LogReader::*)(std::string_view);
    Read one_line = nullptr;
    if (path_.find("/dpkg.log") != path_.npos) one_line = &LogReader::dpkg;
    if (path_.find("/apt/") != path_.npos) one_line = &LogReader::apt;
    if (path_.find("/yum.log") != path_.npos) one_line = &LogReader::yum;
    if (path_.find("/dnf.rpm.log") != path_.npos) one_line = &LogReader::dnf;
    if (path_.find("/zypp/") != path_.npos) one_line = &LogReader::zypp;
    while (one_line && !text_.empty()) {
      ++line_;
      (this->*one_line)(cut(text_, "\n"));
    }
    return std::move(entries_);
  }

 private:
  void add(std::string_view package, Event event, std::string_view at, std::string_view by) {
    if (is_network_package(package))
      entries_.push_back({std::string(package), event, printable(at, 40), printable(by),
                          std::string(path_), line_});
  }

  // 2026-10-05 12:00:01 remove network-manager:amd64 1.36.4-2ubuntu1 <none>
  void dpkg(std::string_view line) {
    if (line.size() < 20 || line[10] != ' ' || line[19] != ' ') return;
    const std::string_view at = line.substr(0, 19);
    line.remove_prefix(20);
    const std::string_view action = cut(line, " ");
    const std::string_view package = without_architecture(cut(line, " "));
    if (action == "install") add(package, Event::installed, at, "");
    if (action == "remove") add(package, Event::removed, at, "");
  }

  // Start-Date, Commandline, Requested-By, then what was done: "Remove: a:amd64 (1.2), b:amd64 (3)"
  void apt(std::string_view line) {
    const std::string_view field = cut(line, ":");
    const std::string_view value = trimmed(line);
    if (field == "Start-Date") {
      at_ = value;
      at_.erase(
          std::unique(at_.begin(), at_.end(), [](char a, char b) { return a == ' ' && b == ' '; }),
          at_.end());
      by_.clear();
    }
    if (field == "Commandline") by_ = value;
    if (field == "Requested-By") by_ += (by_.empty() ? "" : ", requested by ") + std::string(value);
    const bool removed = field == "Remove" || field == "Purge";
    if (!removed && field != "Install") return;
    for (std::string_view rest = value; !rest.empty();) {
      std::string_view one = trimmed(cut(rest, "),"));
      add(without_architecture(cut(one, " ")), removed ? Event::removed : Event::installed, at_,
          by_);
    }
  }

  // Oct 05 12:00:01 Erased: NetworkManager
  void yum(std::string_view line) {
    if (line.size() < 16 || line[6] != ' ' || line[15] != ' ') return;
    action(line.substr(0, 15), line.substr(16));
  }

  // 2026-10-05T12:00:01+0200 SUBDEBUG Erase: NetworkManager-1:1.40.0-1.el9.x86_64
  void dnf(std::string_view line) {
    const std::string_view at = cut(line, " ");
    if (cut(line, " ") == "SUBDEBUG") action(at, line);
  }

  void action(std::string_view at, std::string_view line) {
    const std::string_view what = cut(line, ": ");
    const std::string_view package = package_in(trimmed(line));
    if (what == "Installed") add(package, Event::installed, at, "");
    if (what == "Erase" || what == "Erased" || what == "Removed")
      add(package, Event::removed, at, "");
  }

  // 2026-10-05 12:00:01|command|root@host|'zypper' 'rm' 'NetworkManager'|
  // 2026-10-05 12:00:02|remove |NetworkManager|1.38.2-1.1|x86_64|root@host|
  void zypp(std::string_view line) {
    const std::string_view at = cut(line, "|");
    const std::string_view what = trimmed(cut(line, "|"));
    const std::string_view first = cut(line, "|");
    if (what == "command") by_ = std::string(cut(line, "|")) + ", by " + std::string(first);
    if (what == "install") add(first, Event::installed, at, by_);
    if (what == "remove") add(first, Event::removed, at, by_);
  }

  std::string_view path_;
  std::string_view text_;
  int line_ = 0;
  std::string at_;  // of the paragraph
  std::string by_;
  std::vector<Entry> entries_;
};

}  // namespace

std::vector<Entry> package_log_lines(std::string_view path, std::string_view text) {
  return LogReader(path, text).read();
}

}  // namespace fbd
