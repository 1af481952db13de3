// Where, apart from drscout.conf, it shows for which stack the mobility agent is set up.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/evidence/fact.h"

namespace fbd {

/// Names and link targets only: some of these files are secrets, and their bytes are never read.
/// Where the agent is installed is taken from AgentVersion; without a .vx_version it is looked for
/// in its default directory. No file at all is a valid answer.
/// Source: AzMigrate-Hydration, agent installer and configurator.
struct AgentFiles {
  static constexpr std::string_view default_installation_dir = "/usr/local/ASR/Vx";
  static std::span<const Origin<AgentFiles>> origins();

  struct Sign {
    std::string path;
    std::string target;           // of a link; else empty
    Stack says = Stack::unknown;  // unknown: it is there, and tells nothing
  };
  std::vector<Sign> signs;
  std::vector<std::string> unseen;  // paths nobody could look at: they may be there or not
};

/// {"signs": [{"path", "target", "says"}], "unseen": []}
std::string to_json(const AgentFiles& fact);

}  // namespace fbd
