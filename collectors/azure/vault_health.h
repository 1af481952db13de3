// The vault's own summary of its health.
#pragma once

#include "collectors/azure/arm_answer.h"
#include "collectors/azure/health.h"
#include "collectors/evidence/fact.h"

namespace fbd {

struct VaultIssue {
  ServiceError error;
  std::string category;  // "Replication", "FabricInfrastructure", "VersionExpiry"
  std::string about;     // "protected items", "fabrics", "containers"
  std::size_t affected = 0;
};

struct VaultHealth {
  static std::span<const Origin<VaultHealth>> origins();
  static constexpr bool read_once = true;
  ArmNow now;
  std::vector<VaultIssue> issues;
};

}  // namespace fbd
