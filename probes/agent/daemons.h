// The daemons a mobility agent consists of.
#pragma once

#include "collectors/host/processes.h"

namespace fbd {

/// The vendor's own health test asks for these two (AzMigrate-Hydration, scripts of the agent). The
/// service vxagent says nothing: it stays "active (exited)" when they are gone.
struct Daemons {
  bool svagents = false;
  bool appservice = false;

  explicit Daemons(const Processes& processes)
      : svagents(processes.runs("svagents")), appservice(processes.runs("appservice")) {}
  bool all() const { return svagents && appservice; }
};

}  // namespace fbd
