// Looking for known messages in the logs below a root. It may hang in the kernel.
#pragma once

#include <chrono>
#include <ctime>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "collectors/evidence/question.h"
#include "collectors/logs/scan_logs.h"
#include "collectors/transport/root_directory.h"

namespace fbd {

/// The regular files that the globs match, and how to read them: `root` has to live as long. What
/// is there and cannot be looked at goes to `unread`.
struct FoundLogs {
  std::vector<LogFile> files;
  std::vector<Unread> unread;
};
FoundLogs find_logs(const RootDirectory& root, const ScanLogs& request,
                    const std::stop_token& abandoned);

/// The time on the wall here, as logs of this machine have it.
LogTime wall_time(std::time_t time);

/// The answer to the question, from the last failover on. Ends when `time` is nearly over, with
/// what was met until then, or when `abandoned`.
std::string scan_host_logs(const RootDirectory& root, const ScanLogs& request,
                           const MessageSet& messages, std::chrono::milliseconds time,
                           const std::stop_token& abandoned);
/// The same of logs that were found elsewhere.
std::string scan_found_logs(FoundLogs found, const MessageSet& messages,
                            std::chrono::milliseconds time, const std::stop_token& abandoned);
/// The bytes of an open file from an offset on.
ReadBytes bytes_of(std::shared_ptr<const Descriptor> file, std::uint64_t offset);

}  // namespace fbd
