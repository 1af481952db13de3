// Known messages: what is looked for in logs. Data of the knowledge base; nothing here knows
// articles.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/logs/log_kind.h"

namespace fbd {

/// What it means that a message is there: trouble, something to look at, or only something to know.
enum class Weight { fail, warn, note };

/// "fail", "warn", "note"
std::string_view name(Weight weight);
std::optional<Weight> weight(std::string_view name);

struct KnownMessage {
  std::string code;  // "registration-failed"
  Weight weight = Weight::warn;
  LogKinds kinds = 0;  // of logs it occurs in; 0: any
  /// Regular expressions of RE2, each of one line, ignoring case, bytes as they are. Named groups
  /// are the values of the finding.
  std::vector<std::string> patterns;
};

/// A pattern that is there begins the time that counts: what came before is history.
inline constexpr std::string_view failover_code = "failover-detected";

}  // namespace fbd
