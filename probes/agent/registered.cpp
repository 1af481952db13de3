#include "collectors/evidence/text.h"
#include "collectors/host/agent_config.h"
#include "collectors/host/platform.h"
#include "collectors/host/uptime.h"
#include "probes/agent/after_boot.h"
#include "probes/agent/registration.h"
#include "probes/agent/usable.h"
#include "probes/probe.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"address-blank", Status::fail, "path"},
    {"other-server", Status::fail, "configured expected"},
    {"pairing-incomplete", Status::fail},
    {"wait", Status::warn, "minutes_left minutes_up"},
};

Verdict decide(AgentHost<AgentConfig> config, AgentHost<Uptime> uptime,
               AgentHost<Platform> platform) {
  if (!config->damage.empty()) return not_from_damaged(*config, config.host().name);
  if (stack_of(*config, config.site()) == Stack::modernized) {
    if (same_word(config->cloud_pairing_status, "Incomplete")) return fail("pairing-incomplete");
  } else {
    if (!config->config_server)
      return unknown({ErrorKind::not_found, config.host().name + ": " +
                                                std::string(AgentConfig::path) +
                                                " has no Hostname in [vxagent.transport]"});
    if (config->config_server->empty())
      return fail("address-blank", {{"path", std::string(AgentConfig::path)}});
    if (const std::optional<std::string> expected = another_server(*config, config.site()))
      return fail("other-server",
                  {{"configured", *config->config_server}, {"expected", *expected}});
  }
  if (const std::optional<std::string> left = minutes_left_after_boot(*platform, *uptime))
    return warn("wait",
                {{"minutes_left", *left},
                 {"minutes_up",
                  std::to_string(std::chrono::floor<std::chrono::minutes>(uptime->up).count())}});
  return pass();
}

}  // namespace

extern constinit const Probe agent_registered{
    .id = "agent.registered",
    .question = "Is the agent registered with its configuration server?",
    .rule =
        "Reprotect from Azure (2018-02-06), Before you begin and Steps to reprotect: a restored "
        "configuration server keeps its address, and registration takes up to 15 minutes; "
        "Azure/AzMigrate-Hydration (January 2025), agent configurator: a failed registration "
        "blanks Hostname",
    .codes = codes,
    .os = Os::gnu_linux,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
