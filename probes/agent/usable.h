// What every probe but agent.config does with a damaged drscout.conf: nothing can be told from it.
#pragma once

#include <string>

#include "collectors/host/agent_config.h"
#include "probes/finding.h"

namespace fbd {

inline Verdict not_from_damaged(const AgentConfig& config, const std::string& host) {
  return unknown({ErrorKind::malformed,
                  host + ": " + std::string(AgentConfig::path) + " is damaged: " + config.damage});
}

}  // namespace fbd
