#include "collectors/evidence/text.h"
#include "collectors/host/agent_version.h"
#include "collectors/host/key_values.h"
#include "probes/probe.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"failed", Status::fail},
    {"unfinished", Status::fail},
};

Verdict decide(AgentHost<AgentVersion> version) {
  const std::string status = version->configuration_status.value_or("");
  if (status.empty()) return fail("unfinished");
  if (same_word(status, "Failed")) return fail("failed");
  if (same_word(status, "Succeeded")) return pass();
  return unknown(
      {ErrorKind::malformed, version.host().name + ": " + std::string(AgentVersion::path) +
                                 ": AGENT_CONFIGURATION_STATUS is \"" + printable(status, 40) +
                                 "\", which is neither Succeeded nor Failed"});
}

}  // namespace

extern constinit const Probe agent_configured{
    .id = "agent.configured",
    .question = "Did the agent's configurator finish?",
    .rule =
        "Azure/AzMigrate-Hydration (January 2025), agent configurator: it deletes "
        "AGENT_CONFIGURATION_STATUS when it starts and writes it when it ends",
    .codes = codes,
    .os = Os::gnu_linux,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
