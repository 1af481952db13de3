// The logs that a person names on the command line.
#pragma once

#include <string>
#include <vector>

#include "collectors/logs/scan_logs.h"

namespace fbd {

/// Files, and all regular files below folders; links in folders are not followed, and neither other
/// file systems' pipes nor devices are opened. An archive (.tar, .tar.*, .tgz) stands by its own
/// name in `archives`.
struct GivenLogs {
  std::vector<LogFile> files;
  std::vector<std::string> archives;
  std::vector<Unread> unread;
};
GivenLogs given_logs(const std::vector<std::string>& paths);

/// Scans the members of an archive where they are, one after the other: in a bundle the logs, in
/// any other archive all files. Adds to `scan`. Members are named ARCHIVE/MEMBER.
std::optional<LogTime> last_failover_in(const MessageSet& set, const std::string& archive,
                                        const ScanTerms& terms);
void scan_archive(const MessageSet& set, const std::string& archive, const ScanTerms& terms,
                  LogsScan& scan);

}  // namespace fbd
