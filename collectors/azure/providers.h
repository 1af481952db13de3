// Site Recovery providers (the service "dra"): what connects a configuration server to the vault.
#pragma once

#include "collectors/azure/arm_answer.h"
#include "collectors/azure/health.h"
#include "collectors/evidence/fact.h"

namespace fbd {

struct Provider {
  std::string name;
  std::string fabric;  // friendly name
  std::string type;    // "VMware", "InMageRcm"
  std::string connection;
  std::optional<std::chrono::sys_seconds> heartbeat{};
  VersionState version;
  std::vector<ServiceError> errors;
};

struct Providers {
  static std::span<const Origin<Providers>> origins();
  static constexpr bool read_once = true;
  ArmNow now;
  std::vector<Provider> all;
};

}  // namespace fbd
