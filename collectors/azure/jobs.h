// Jobs of the vault that failed lately. A list leaves their errors out, so each is asked for.
#pragma once

#include "collectors/azure/arm_answer.h"
#include "collectors/azure/health.h"
#include "collectors/evidence/fact.h"

namespace fbd {

/// How far back what has failed is told, by the service's clock.
inline constexpr std::chrono::days failures_told_for{7};

struct Job {
  std::string id;
  std::string scenario;  // "ReverseReplication"
  std::string title;     // "Re-protect"
  std::string state;
  std::string target;  // name of the machine it was about
  std::optional<std::chrono::sys_seconds> started{};
  std::optional<std::chrono::sys_seconds> ended{};
  std::vector<ServiceError> errors;  // its own and its tasks'
  bool has_failed() const;
};

struct JobList {
  static std::span<const Origin<JobList>> origins();
  static constexpr bool read_once = true;
  ArmNow now;
  std::vector<Job> all;
  /// Ids of those that failed within failures_told_for, newest first; at most 50.
  std::vector<std::string> failed_lately() const;
};

struct FailedJobs {
  static std::span<const Origin<FailedJobs>> origins();
  static constexpr bool read_once = true;
  std::vector<Job> all;
};

}  // namespace fbd
