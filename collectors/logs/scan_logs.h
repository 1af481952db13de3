// Looking for known messages in many logs, on several threads.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "collectors/logs/scan_log.h"

namespace fbd {

/// A log somebody else can open.
struct LogFile {
  std::string name;
  LogTime newest;  // when it was last written
  std::uint64_t size = 0;
  /// Its bytes from an offset on, as they are on the disk. Called from any thread.
  std::function<Result<ReadBytes>(std::uint64_t offset)> open;
};

struct ScanTerms {
  std::optional<LogTime> since;
  int threads = 1;
  std::uint64_t part_size = std::uint64_t{32} << 20;  // of larger files: a thread's piece of work
  std::function<bool()> enough{};  // asked again and again, from any thread; true: stop
};

/// What was not looked at, or not to its end.
struct Unread {
  std::string file;
  Error error;
};

struct LogsScan {
  Sightings sightings;
  std::uint64_t files = 0;
  std::uint64_t bytes = 0;  // after decompression
  std::vector<Unread> unread;
  std::optional<LogTime> since;

  void add(const LogFile& file, LogScan scan);
};

/// The result does not depend on the number of threads. Logs that were written last come first, so
/// that they are what was looked at when there is not enough time; the others are then unread
/// (timed_out).
LogsScan scan_logs(const MessageSet& set, std::vector<LogFile> files, const ScanTerms& terms);

/// When the machine was last failed over, as far as the logs tell: the latest time of the message
/// with the code failover_code. Logs that cannot hold it are not read.
std::optional<LogTime> last_failover(const MessageSet& set, const std::vector<LogFile>& files,
                                     const ScanTerms& terms);

}  // namespace fbd
