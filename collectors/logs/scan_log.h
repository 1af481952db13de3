// Looking for known messages in one log.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "collectors/logs/log_time.h"
#include "collectors/logs/read_bytes.h"
#include "collectors/logs/sighting.h"

namespace fbd {

struct LogToScan {
  std::string file;  // for messages, and for its kind
  LogTime newest;    // when it was last written: for lines without a year
  std::optional<LogTime> since;
  /// Asked between blocks; true: stop here.
  std::function<bool()> enough{};
};

struct LogScan {
  Sightings sightings;
  std::uint64_t bytes = 0;
  std::uint64_t lines = 0;       // newlines
  std::optional<Error> problem;  // what came before it was looked at
};

/// Reads the stream to its end, in memory that does not grow. Several patterns of one message in
/// one line are one sighting; the first one that matches gives its captures. A line without a time
/// has that of the nearest line above it, as for the lines of an exception.
LogScan scan_log(const MessageSet& set, const LogToScan& log, ReadBytes bytes);

/// The same, of a stream whose bytes are text already: for a part of a file.
LogScan scan_text(const MessageSet& set, const LogToScan& log, ReadBytes text);

}  // namespace fbd
