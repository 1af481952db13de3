// What logs hold that somebody named: every known message with its article. No machine is judged,
// so it is no Report.
#pragma once

#include <string>
#include <vector>

#include "collectors/logs/log_messages.h"
#include "kb/report/report.h"

namespace fbd {

struct LogsReport {
  struct Met {
    const LogMessages::Message* message = nullptr;
    const Article* article = nullptr;  // of the knowledge base the message is from: never nullptr
    Values values;                     // that fill it in
  };
  const LogMessages* logs = nullptr;
  std::vector<Met> trouble;     // what means failure, then warnings; the newest first
  std::vector<Met> notes;       // no trouble by itself
  std::vector<Met> before;      // only older than the window of time
  bool since_failover = false;  // the window begins with a failover that the logs tell of
};

/// `knowledge` is the one whose messages were looked for.
LogsReport make_logs_report(const LogMessages& logs, const Knowledge& knowledge);

/// As of a check: 2 failures, 1 warnings, 3 nothing or not everything could be read; 0 nothing.
int exit_code(const LogsReport& report);

std::string to_text(const LogsReport& report, const TextStyle& style);

/// As kb/report/logs.schema.json describes; ends with a newline.
std::string to_json(const LogsReport& report);

}  // namespace fbd
