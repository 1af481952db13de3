#include "collectors/azure/protected_items.h"
#include "collectors/evidence/text.h"
#include "probes/azure/verdicts.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"failed", Status::fail, "name since"},
    {"wait", Status::warn, "name until"},
};

/// A quarter of an hour for the agent, after the failover itself: Azure tells only when that began,
/// and ten minutes are usual for it. Source: Reprotect from Azure (2018-02-06), Before you begin.
constexpr std::chrono::minutes patience{15 + 15};

std::vector<Verdict> decide(AzureVault<ProtectedItems> items) {
  Verdicts verdicts;
  bool any = false;
  for (const ProtectedItem& one : items->all) {
    if (one.phase() != ProtectedItem::Phase::failed_over || one.is_classic()) continue;
    if (!is_meant(items.site(), one)) continue;
    any = true;
    // Null is no answer; its heartbeat tells then (azure.agent-heartbeat).
    if (one.agent_registered.value_or(true)) continue;
    if (!one.failed_over_at || !items->now) {
      verdicts.unknown(one.name, "when the failover was of");
      continue;
    }
    const auto until = *one.failed_over_at + patience;
    if (*items->now < until)
      verdicts.warn("wait", {{"name", one.name}, {"until", human_time(until)}});
    else
      verdicts.fail("failed", {{"name", one.name}, {"since", human_time(*one.failed_over_at)}});
  }
  if (!any) return nothing_to_check("no machine of the modernized stack is failed over");
  return verdicts.merged();
}

}  // namespace

extern constinit const Probe azure_agent_registration{
    .id = "azure.agent-registration",
    .question = "Did the agents of failed-over machines register with Azure?",
    .rule =
        "Site Recovery REST API 2024-04-01, isAgentRegistrationSuccessfulAfterFailover; Reprotect "
        "from Azure (2018-02-06), Before you begin",
    .codes = codes,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
