// vCenter servers that a classic configuration server has been told about.
#pragma once

#include "collectors/azure/arm_answer.h"
#include "collectors/azure/health.h"
#include "collectors/evidence/fact.h"

namespace fbd {

struct VcenterState {
  std::string name;
  std::string address;
  std::string infrastructure;  // id that replicated items name
  std::string account;         // id of the run-as account
  std::string fabric;          // name
  std::string discovery;       // "Completed", "Failed", "Pending"
  std::optional<std::chrono::sys_seconds> heartbeat{};
  std::vector<ServiceError> errors;
};

struct Vcenters {
  static std::span<const Origin<Vcenters>> origins();
  static constexpr bool read_once = true;
  ArmNow now;
  std::vector<VcenterState> all;
};

}  // namespace fbd
