// Replication policies, and the recovery plans that a replication group needs.
#pragma once

#include "collectors/azure/arm_answer.h"
#include "collectors/evidence/fact.h"

namespace fbd {

struct Policy {
  std::string name;
  std::string type;  // "InMage" and "InMageRcmFailback" are for the way back
  std::optional<double> retention_minutes{};
  std::optional<double> app_consistent_minutes{};
  std::optional<double> rpo_minutes{};
  bool is_for_failback() const;
};

struct Policies {
  static std::span<const Origin<Policies>> origins();
  static constexpr bool read_once = true;
  std::vector<Policy> all;
};

struct RecoveryPlan {
  std::string name;
  std::vector<std::string> items;  // ids of the replicated items in it
};

struct RecoveryPlans {
  static std::span<const Origin<RecoveryPlans>> origins();
  static constexpr bool read_once = true;
  std::vector<RecoveryPlan> all;
};

}  // namespace fbd
