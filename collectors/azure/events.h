// Critical events of the vault.
#pragma once

#include "collectors/azure/arm_answer.h"
#include "collectors/azure/health.h"
#include "collectors/evidence/fact.h"

namespace fbd {

struct Event {
  ServiceError error;  // code, name, what it says, its time
  std::string severity;
  std::string object;  // name of what it is about
};

struct CriticalEvents {
  static std::span<const Origin<CriticalEvents>> origins();
  static constexpr bool read_once = true;
  ArmNow now;
  std::vector<Event> all;
};

}  // namespace fbd
