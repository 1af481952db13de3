// When packages of the network came and went, and by whose command, as far as logs tell.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/evidence/fact.h"

namespace fbd {

/// Logs of dpkg, apt, yum, dnf and zypper; rpm itself keeps none, so what a script did with rpm -e
/// is in no log. Compressed logs and dnf's history database are not read: no entry proves nothing.
/// No log at all is a valid answer.
struct PackageLog {
  static std::span<const Origin<PackageLog>> origins();

  enum class Event { installed, removed };
  struct Entry {
    std::string package;
    Event event = Event::installed;
    std::string
        at;  // as the log writes it, mostly local time: "2026-10-05 12:00:01"; yum's: no year
    std::string by;  // the command line, or else who; empty if the log does not tell
    std::string file;
    int line = 0;
  };
  std::vector<Entry> all;             // in the order of the files, oldest file and line first
  std::vector<std::string> problems;  // "/var/log/dpkg.log: permission denied"

  /// The newest entry about a package if that says it was removed. What another log of the same
  /// removal adds, as apt's does about dpkg's, is in it.
  const Entry* removal_of(std::string_view package) const;
};

/// "installed", "removed"
std::string_view name(PackageLog::Event event);

/// {"all": [{"package", "event", "at", "by", "file", "line"}], "problems": []}
std::string to_json(const PackageLog& fact);

}  // namespace fbd
