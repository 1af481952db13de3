#include "collectors/azure/policies.h"
#include "collectors/azure/protected_items.h"
#include "probes/azure/verdicts.h"

namespace fbd {
namespace {

// What the policy that Azure makes for the way back holds; nobody can edit it.
// Source: Reprotect from Azure (2018-02-06), Failback policy.
constexpr double retention_minutes = 24 * 60;
constexpr double app_consistent_minutes = 60;
constexpr double rpo_minutes = 15;

constexpr Code codes[] = {
    {"missing", Status::warn, "name"},
    {"differs", Status::warn, "name what"},
};

std::string differences(const Policy& policy) {
  std::vector<std::string> all;
  const auto compare = [&](const std::optional<double>& is, double should, const char* what) {
    if (is && *is != should)
      all.push_back(percent_of(*is) + " minutes of " + what + " instead of " + percent_of(should));
  };
  compare(policy.retention_minutes, retention_minutes, "retention");
  compare(policy.app_consistent_minutes, app_consistent_minutes, "application-consistent interval");
  compare(policy.rpo_minutes, rpo_minutes, "RPO threshold");
  return listed(all);
}

std::vector<Verdict> decide(AzureVault<Policies> policies, AzureVault<ProtectedItems> items) {
  bool classic = false;
  for (const ProtectedItem& one : items->all)
    classic = classic || (one.is_classic() && one.phase() == ProtectedItem::Phase::failed_over);
  if (!classic && items->unread.empty())
    return nothing_to_check("no machine of the classic stack is failed over");
  Verdicts verdicts;
  verdicts.unread(items->unread);
  bool any = false;
  for (const Policy& policy : policies->all) {
    if (!policy.is_for_failback()) continue;
    any = true;
    if (std::string what = differences(policy); !what.empty())
      verdicts.warn("differs", {{"name", policy.name}, {"what", std::move(what)}});
  }
  if (!any && classic) verdicts.warn("missing", {{"name", policies.host().name}});
  return verdicts.merged();
}

}  // namespace

extern constinit const Probe azure_failback_policy{
    .id = "azure.failback-policy",
    .question = "Is there a policy for the way back?",
    .rule = "Reprotect from Azure (2018-02-06), Failback policy",
    .codes = codes,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
