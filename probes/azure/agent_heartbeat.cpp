#include "collectors/azure/protected_items.h"
#include "collectors/evidence/text.h"
#include "probes/azure/verdicts.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"silent", Status::fail, "name since minutes"},
    {"not-since-failover", Status::fail, "name since failover"},
};

/// As for a registration: the failover itself takes its time.
constexpr std::chrono::minutes patience{15 + 15};

void judge(const ProtectedItem& item, const ArmNow& now, Verdicts& verdicts) {
  if (!item.agent_heartbeat || !now)
    return verdicts.unknown(item.name, "when it last heard from the agent of");
  const std::chrono::seconds age = *now - *item.agent_heartbeat;
  const bool in_azure = item.phase() == ProtectedItem::Phase::failed_over;
  if (in_azure && item.failed_over_at && *item.agent_heartbeat < *item.failed_over_at) {
    // Until then azure.agent-registration says to wait.
    if (*now - *item.failed_over_at > patience)
      verdicts.fail("not-since-failover", {{"name", item.name},
                                           {"since", human_time(*item.agent_heartbeat)},
                                           {"failover", human_time(*item.failed_over_at)}});
    return;
  }
  if (age > (item.is_classic() ? relayed_heartbeat_limit : heartbeat_limit))
    verdicts.fail("silent", {{"name", item.name},
                             {"since", human_time(*item.agent_heartbeat)},
                             {"minutes", minutes_of(age)}});
}

std::vector<Verdict> decide(AzureVault<ProtectedItems> items) {
  Verdicts verdicts;
  bool any = false;
  for (const ProtectedItem& one : items->all) {
    // A machine that was failed back has no replication that a heartbeat would belong to.
    if (one.phase() == ProtectedItem::Phase::failed_back || !is_meant(items.site(), one)) continue;
    any = true;
    judge(one, items->now, verdicts);
  }
  add_unread(*items, items.site(), any, verdicts);
  if (!any && items->unread.empty())
    return nothing_to_check("the vault replicates no such machine");
  return verdicts.merged();
}

}  // namespace

extern constinit const Probe azure_agent_heartbeat{
    .id = "azure.agent-heartbeat",
    .question = "Does Azure hear from the mobility agents?",
    .rule =
        "Troubleshoot replication issues (2019-08-02), 78174; Site Recovery REST API 2024-04-01, "
        "mobilityAgentDetails",
    .codes = codes,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
