#include "kb/terminal/replayed_logs.h"

#include <fnmatch.h>

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "collectors/logs/log_messages.h"
#include "collectors/logs/scan_logs.h"

namespace fbd {
namespace {

constexpr std::size_t most_at_once = 4U << 20;  // of a member; collected pieces are smaller

bool is_looked_through(const std::string& path) {
  const auto globs = linux_log_globs();
  return std::any_of(globs.begin(), globs.end(), [&path](std::string_view glob) {
    return fnmatch(std::string(glob).c_str(), path.c_str(), FNM_PATHNAME | FNM_PERIOD) == 0;
  });
}

ReadBytes bytes_of(std::string_view text) {
  return [text](std::span<char> room) mutable -> Result<std::size_t> {
    const std::size_t some = std::min(room.size(), text.size());
    std::copy_n(text.data(), some, room.data());
    text.remove_prefix(some);
    return some;
  };
}

/// What a host has said about its logs, and what they say now.
struct LogsOfHost {
  std::optional<LogMessages> said;
  std::optional<LogTime> since;
  LogsScan found;
  std::string last_path;
};

class Look {
 public:
  Look(const MessageSet& messages, const Bundle& bundle) : messages_(messages) {
    const Origin<LogMessages>& origin = LogMessages::origins().front();
    for (const CollectedFile& file : bundle.files) {
      if (file.form == "binary" || !is_looked_through(file.path)) continue;
      const Evidence::Entry* const entry = bundle.evidence.find(file.host, origin.id);
      const bool asked = entry && entry->observation.at != std::chrono::sys_seconds{};
      if (asked && !entry->observation.answer) continue;  // why not is an answer, too
      if (hosts_.find(file.host) == hosts_.end()) {
        LogsOfHost host;
        if (asked)
          if (Result<LogMessages> said = origin.parse(*entry->observation.answer))
            host.said = std::move(*said);
        if (host.said) host.since = parse_log_time(host.said->since);
        hosts_.emplace(file.host, std::move(host));
      }
      files_.emplace(file.member, &file);
    }
  }

  bool is_needed() const { return !files_.empty(); }

  /// As read_bundle_files() hands it over.
  void take(std::string_view member, std::string_view bytes) {
    if (bytes.empty() || text_.size() + bytes.size() > most_at_once) look();
    if (bytes.empty()) {
      const auto found = files_.find(member);
      file_ = found == files_.end() ? nullptr : found->second;
      lines_ = 0;
    }
    if (file_) text_ += bytes;
  }

  void finish(Evidence& evidence, std::chrono::sys_seconds at) {
    look();
    const Origin<LogMessages>& origin = LogMessages::origins().front();
    for (auto& [name, host] : hosts_) {
      LogMessages all = log_messages_of(messages_, host.found);
      Observation observation{at, {}, {}};
      if (host.said) {
        observation = evidence.find(name, origin.id)->observation;
        std::swap(all, *host.said);
        if (!add_unknown(all, *host.said)) continue;
      }
      observation.answer = to_json(all) + "\n";
      evidence.erase({name, std::string(origin.id)});
      evidence.record({name, std::string(origin.id), ScanLogs{}}, std::move(observation));
    }
  }

 private:
  void look() {
    const std::string text = std::exchange(text_, {});
    if (!file_ || text.empty()) return;
    LogsOfHost& host = hosts_.at(file_->host);
    const LogTime newest(file_->modified.time_since_epoch());
    // Lines of a later piece are counted from its beginning, so that it has to be named.
    const std::string& name = file_->begin == 0 ? file_->path : file_->member;
    LogScan scan = scan_text(messages_, {name, newest, host.since}, bytes_of(text));
    scan.sightings.shift_lines(lines_);
    lines_ += scan.lines;
    host.found.since = host.since;
    if (std::exchange(host.last_path, file_->path) != file_->path) ++host.found.files;
    host.found.add({name, newest, 0, {}}, std::move(scan));
  }

  /// Whether there was anything to add.
  static bool add_unknown(LogMessages& said, const LogMessages& found) {
    const std::size_t before = said.messages.size();
    for (const LogMessages::Message& one : found.messages)
      if (std::none_of(said.messages.begin(), said.messages.end(),
                       [&one](const auto& other) { return other.code == one.code; }))
        said.messages.push_back(one);
    return said.messages.size() != before;
  }

  const MessageSet& messages_;
  std::map<std::string, LogsOfHost, std::less<>> hosts_;
  std::map<std::string, const CollectedFile*, std::less<>> files_;  // by member
  const CollectedFile* file_ = nullptr;                             // that is being read
  std::string text_;
  std::uint64_t lines_ = 0;  // of it, before the text
};

}  // namespace

Result<void> look_again_at_logs(Bundle& bundle, const std::string& path,
                                const MessageSet& messages) {
  Look look(messages, bundle);
  if (!look.is_needed()) return {};
  Result<void> read = read_bundle_files(
      path, [&look](std::string_view member, std::string_view bytes) { look.take(member, bytes); });
  if (!read && bundle.incomplete.empty()) return read;
  std::chrono::sys_seconds newest{};
  for (const auto& [asked, entry] : bundle.evidence.entries())
    newest = std::max(newest, entry.observation.at);
  look.finish(bundle.evidence, newest);
  return {};
}

}  // namespace fbd
