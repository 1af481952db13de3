#include "collectors/azure/protected_items.h"
#include "collectors/evidence/text.h"
#include "probes/azure/verdicts.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"expired", Status::fail, "name version until"},
    {"reboot", Status::warn, "name"},
    {"outdated", Status::warn, "name version latest"},
    {"update-blocked", Status::warn, "name reasons"},
};

std::vector<Verdict> decide(AzureVault<ProtectedItems> items) {
  Verdicts verdicts;
  for (const ProtectedItem& one : items->all) {
    if (!is_meant(items.site(), one)) continue;
    const std::string version = one.agent_version.empty() ? "?" : one.agent_version;
    if (one.agent_expires && items->now && *one.agent_expires <= *items->now)
      verdicts.fail(
          "expired",
          {{"name", one.name}, {"version", version}, {"until", human_time(*one.agent_expires)}});
    else if (one.agent_outdated)
      verdicts.warn("outdated", {{"name", one.name},
                                 {"version", version},
                                 {"latest", one.agent_latest.empty() ? "?" : one.agent_latest}});
    if (one.agent_needs_reboot) verdicts.warn("reboot", {{"name", one.name}});
    // Only an update that is due can be in somebody's way.
    const bool due = !one.agent_latest.empty() && one.agent_latest != one.agent_version;
    if (due && !one.update_blocked_by.empty())
      verdicts.warn("update-blocked",
                    {{"name", one.name}, {"reasons", listed(one.update_blocked_by)}});
  }
  verdicts.unread(items->unread);
  if (items->all.empty() && items->unread.empty())
    return nothing_to_check("the vault replicates no VMware machine");
  return verdicts.merged();
}

}  // namespace

extern constinit const Probe azure_agent_version{
    .id = "azure.agent-version",
    .question = "Are the mobility agents on a version that works?",
    .rule = "Site Recovery REST API 2024-04-01, InMageRcmMobilityAgentDetails, agentExpiryDate",
    .codes = codes,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
