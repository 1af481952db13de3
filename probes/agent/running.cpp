#include "collectors/host/platform.h"
#include "collectors/host/processes.h"
#include "collectors/host/uptime.h"
#include "probes/agent/after_boot.h"
#include "probes/agent/daemons.h"
#include "probes/probe.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"stopped", Status::fail},
    {"svagents-stopped", Status::fail},
    {"appservice-stopped", Status::fail},
    {"starting", Status::warn, "missing minutes_left"},
};

Verdict decide(AgentHost<Processes> processes, AgentHost<Uptime> uptime,
               AgentHost<Platform> platform) {
  const Daemons daemons(*processes);
  if (daemons.all()) return pass();
  const bool neither = !daemons.svagents && !daemons.appservice;
  if (const std::optional<std::string> left = minutes_left_after_boot(*platform, *uptime))
    return warn("starting", {{"missing", neither            ? "svagents and appservice"
                                         : daemons.svagents ? "appservice"
                                                            : "svagents"},
                             {"minutes_left", *left}});
  if (neither) return fail("stopped");
  return fail(daemons.svagents ? "appservice-stopped" : "svagents-stopped");
}

}  // namespace

extern constinit const Probe agent_running{
    .id = "agent.running",
    .question = "Do the agent's daemons run?",
    .rule =
        "Troubleshoot replication (2019-08-02), error 78174; Troubleshoot failback and "
        "reprotect (2018-11-27), error 95226; Azure/AzMigrate-Hydration (January 2025), health "
        "test of the agent's scripts",
    .codes = codes,
    .os = Os::gnu_linux,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
