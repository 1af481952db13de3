// Sightings: which known messages a scan met, how often, where and when.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "collectors/logs/log_time.h"
#include "collectors/logs/message_set.h"

namespace fbd {

struct SeenAt {
  std::string file;
  std::uint64_t line = 0;  // from 1
  std::optional<LogTime> time;
  std::string text;   // of the line, printable, secrets removed, cut
  Captures captures;  // of the line, likewise
};

/// One message, over all files.
struct Sighting {
  std::uint64_t count = 0;   // lines within the window of time
  std::uint64_t before = 0;  // lines older than that
  SeenAt first;              // within the window; by time, then in the order of files
  SeenAt last;
};

/// Adds up what scans of single logs found. Lines without a time count, and are neither first nor
/// last where another one has a time.
class Sightings {
 public:
  /// `message` is its number in the MessageSet.
  void add(std::size_t message, SeenAt place);
  void add_before(std::size_t message) { ++met_[message].before; }
  /// `later`: of the same log or of one that comes after.
  void add(const Sightings& later);
  /// Its lines were counted from a place further down.
  void shift_lines(std::uint64_t lines);

  /// Those that were met, within the window or before it, by number.
  const std::map<std::size_t, Sighting>& met() const { return met_; }

 private:
  std::map<std::size_t, Sighting> met_;
};

}  // namespace fbd
