#include "collectors/host/windows_host.h"
#include "probes/probe.h"
#include "probes/windows_services.h"

namespace fbd {
namespace {

Verdict decide(AgentHost<WindowsHost> host) {
  // None at all is another finding: windows.agent.missing.
  if (!host->service("svagents") && host->agent && host->agent->directory.empty())
    return unknown({ErrorKind::not_found, host.host().name + " has no mobility agent"});
  return services_verdict(*host, agent_service_names);
}

}  // namespace

extern constinit const Probe windows_agent_services{
    .id = "windows.agent-services",
    .question = "Do the services of the mobility agent run, and start by themselves?",
    .rule =
        "Troubleshoot replication (2019-08-02), Errors 78174 and 78022; Troubleshoot failback from "
        "Azure to VMware (2018-11-27), Error code 95226",
    .codes = service_codes,
    .os = Os::windows,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
