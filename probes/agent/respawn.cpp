#include "collectors/host/agent_markers.h"
#include "collectors/host/processes.h"
#include "probes/agent/daemons.h"
#include "probes/probe.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"blocked", Status::fail, "path"},
    {"marked", Status::warn, "path"},
};

Verdict decide(AgentHost<AgentMarkers> markers, AgentHost<Processes> processes) {
  const std::string path(AgentMarkers::no_respawn);
  if (markers->has(path))
    return Daemons(*processes).all() ? warn("marked", {{"path", path}})
                                     : fail("blocked", {{"path", path}});
  if (!markers->could_look_at(path))
    return unknown({ErrorKind::denied,
                    markers.host().name + ": " + path + " cannot be looked at; run this as root"});
  return pass();
}

}  // namespace

extern constinit const Probe agent_respawn{
    .id = "agent.respawn",
    .question = "Will the agent be restarted when it stops?",
    .rule =
        "Azure/AzMigrate-Hydration (January 2025), respawn daemon: after two failed attempts, "
        "or a stop by hand, it leaves a marker and does nothing while that is there",
    .codes = codes,
    .os = Os::gnu_linux,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
