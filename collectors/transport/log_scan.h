// Looking for known messages in the logs below a root. It may hang in the kernel.
#pragma once

#include <chrono>
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

/// The answer to the question, from the last failover on. Ends when `time` is nearly over, with
/// what was met until then, or when `abandoned`.
std::string scan_host_logs(const RootDirectory& root, const ScanLogs& request,
                           const MessageSet& messages, std::chrono::milliseconds time,
                           const std::stop_token& abandoned);

}  // namespace fbd
