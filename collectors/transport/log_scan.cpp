#include "collectors/transport/log_scan.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <set>
#include <utility>

#include "collectors/logs/log_messages.h"
#include "collectors/transport/files.h"
#include "collectors/transport/trees.h"
#include "collectors/transport/wording.h"

namespace fbd {
namespace {

Result<ReadBytes> open_log(const RootDirectory& root, const std::string& path,
                           std::uint64_t offset) {
  Result<OpenFile> file = open_file(root, path);
  if (!file) return tl::unexpected<Error>(std::move(file.error()));
  return bytes_of(std::make_shared<const Descriptor>(std::move(file->descriptor)), offset);
}

}  // namespace

ReadBytes bytes_of(std::shared_ptr<const Descriptor> file, std::uint64_t offset) {
  return
      [file = std::move(file), at = offset](std::span<char> room) mutable -> Result<std::size_t> {
        ssize_t size = 0;
        do size = pread(file->fd(), room.data(), room.size(), static_cast<off_t>(at));
        while (size < 0 && errno == EINTR);
        if (size < 0) return error(file_error(errno), reason(errno));
        at += static_cast<std::uint64_t>(size);
        return static_cast<std::size_t>(size);
      };
}

LogTime wall_time(std::time_t time) {
  std::tm parts{};
  localtime_r(&time, &parts);
  return LogTime(std::chrono::seconds(timegm(&parts)));
}

FoundLogs find_logs(const RootDirectory& root, const ScanLogs& request,
                    const std::stop_token& abandoned) {
  FoundLogs found;
  std::set<std::pair<dev_t, ino_t>> seen;
  for (const TreeEntry& entry : read_trees(root, {request.globs, false}, {}, abandoned)) {
    if (entry.kind == TreeEntry::Kind::error) {
      found.unread.push_back({entry.path, {entry.error_kind, entry.bytes}});
      continue;
    }
    const OrErrno<Descriptor> place = root.open(entry.path, O_PATH);
    struct stat status {};
    if (!place || fstat(place->fd(), &status) != 0 || !S_ISREG(status.st_mode)) continue;
    if (!seen.emplace(status.st_dev, status.st_ino).second) continue;
    found.files.push_back({entry.path, wall_time(status.st_mtime),
                           static_cast<std::uint64_t>(status.st_size),
                           [&root, path = entry.path](std::uint64_t offset) {
                             return open_log(root, path, offset);
                           }});
  }
  return found;
}

std::string scan_host_logs(const RootDirectory& root, const ScanLogs& request,
                           const MessageSet& messages, std::chrono::milliseconds time,
                           const std::stop_token& abandoned) {
  return scan_found_logs(find_logs(root, request, abandoned), messages, time, abandoned);
}

std::string scan_found_logs(FoundLogs found, const MessageSet& messages,
                            std::chrono::milliseconds time, const std::stop_token& abandoned) {
  const auto end = std::chrono::steady_clock::now() + time * 8 / 10;
  ScanTerms terms;
  terms.enough = [&abandoned, end] {
    return abandoned.stop_requested() || std::chrono::steady_clock::now() > end;
  };
  terms.since = last_failover(messages, found.files, terms);
  LogsScan scan = scan_logs(messages, std::move(found.files), terms);
  for (Unread& unread : found.unread) scan.unread.push_back(std::move(unread));
  return write_log_messages(messages, scan);
}

}  // namespace fbd
