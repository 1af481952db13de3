// Which known messages the logs of a host hold.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/evidence/fact.h"
#include "collectors/logs/message.h"
#include "collectors/logs/scan_logs.h"

namespace fbd {

/// The answer to "logs.messages" is what a scan met, not the logs: they may be gigabytes, and they
/// are no text of an article. Where the logs themselves are kept, they can be scanned again.
struct LogMessages {
  static std::span<const Origin<LogMessages>> origins();

  struct Place {
    std::string file;
    std::uint64_t line = 0;
    std::string time;  // "2018-02-06 10:15:30" of the clock of that machine; "": not known
    std::string text;
  };
  struct Message {
    std::string code;  // without "logs.message."
    Weight weight = Weight::warn;
    std::uint64_t count = 0;   // lines since the last failover
    std::uint64_t before = 0;  // older ones
    Captures values;           // of the last line
    Place first;
    Place last;
  };
  struct Unread {
    std::string file;
    Error error;
  };
  std::string since;  // the last failover, as far as the logs tell; "": all of them counts
  std::uint64_t files = 0;
  std::uint64_t bytes = 0;
  std::vector<Message> messages;
  std::vector<Unread> unread;  // not looked at, or not to their end
};

/// What can be filled into the message's article: its captures; count, first and last (their
/// times), file, line and text of the last.
Captures values_of(const LogMessages::Message& message);

/// The logs of a Linux host that carries an agent. Source: AzMigrate-Hydration,
/// collect_support_materials.sh and install; Troubleshoot the mobility agent (2024-07-11).
std::span<const std::string_view> linux_log_globs();

/// What a scan found.
LogMessages log_messages_of(const MessageSet& set, const LogsScan& scan);

/// The same, as the answer to the question.
std::string write_log_messages(const MessageSet& set, const LogsScan& scan);

/// {"since": "", "files": 1, "bytes": 2, "messages": [], "unread": []}
std::string to_json(const LogMessages& fact);

}  // namespace fbd
