// Findings: what a probe concluded. Plain values that can be printed, stored and compared.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/evidence/evidence.h"
#include "collectors/evidence/result.h"

namespace fbd {

enum class Status { pass, warn, fail, unknown, skipped };

/// "pass", "warn", "fail", "unknown", "skipped"
std::string_view name(Status status);

/// What an article may fill in: name and text.
using Values = std::map<std::string, std::string, std::less<>>;

/// `code` says which reason it was: "" for pass and skipped, "unknown" for unknown.
struct Verdict {
  Status status = Status::unknown;
  std::string code;
  Values values;
  std::optional<Error> reason;  // for unknown and skipped: why there is no judgement

  friend bool operator==(const Verdict&, const Verdict&) = default;
};

/// Values of a pass are shown beside it: a host's platform, a latency.
Verdict pass(Values values = {});
Verdict warn(std::string code, Values values = {});
Verdict fail(std::string code, Values values = {});
Verdict unknown(Error reason);
Verdict skipped(std::string why);

struct Finding {
  std::string probe;               // "config-server.reachable"
  std::vector<std::string> hosts;  // in the order of the probe's parameters
  Verdict verdict;
  std::vector<Asked> evidence;    // the observations it rests on
  std::chrono::sys_seconds at{};  // of the latest of them; the epoch if there is none

  /// "config-server.reachable.refused"; just the probe for pass and skipped.
  std::string code() const;
};

/// A code that some probe can give, as the knowledge base needs to know it.
struct KnownCode {
  std::string code;  // full: "config-server.reachable.refused"
  Status status = Status::fail;
  std::vector<std::string> values;  // the names its findings fill in
};

/// 0 pass, 1 warn, 2 fail, 3 unknown or nothing judged at all: the exit codes of monitoring
/// plugins. A fail outranks an unknown, an unknown outranks a warning.
int exit_code(std::span<const Finding> findings);

}  // namespace fbd
