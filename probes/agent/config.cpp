#include "collectors/host/agent_config.h"
#include "probes/probe.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"damaged", Status::fail, "path problem"},
    {"platform-unset", Status::fail, "path platform"},
    {"never-configured", Status::fail, "path"},
};

// In place of an id in the template of drscout.conf (AzMigrate-Hydration).
constexpr std::string_view template_host_id = "1234_45466_67689";

Verdict decide(AgentHost<AgentConfig> config) {
  const std::string path(AgentConfig::path);
  if (!config->damage.empty())
    return fail("damaged", {{"path", path}, {"problem", config->damage}});
  const std::string& platform = config->vm_platform;
  // The configurator accepts exactly these two.
  if (platform != "VmWare" && platform != "Azure")
    return fail("platform-unset",
                {{"path", path}, {"platform", platform.empty() ? "(empty)" : platform}});
  if (config->host_id == template_host_id) return fail("never-configured", {{"path", path}});
  return pass({{"platform", platform}});
}

}  // namespace

extern constinit const Probe agent_config{
    .id = "agent.config",
    .question = "Is the agent's configuration file intact?",
    .rule =
        "Troubleshoot the configuration server (2025-12-09): VM_PLATFORM is null or not "
        "VmWare/Azure; Azure/AzMigrate-Hydration (January 2025), template of drscout.conf",
    .codes = codes,
    .os = Os::gnu_linux,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
