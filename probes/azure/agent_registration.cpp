#include "collectors/azure/jobs.h"
#include "collectors/azure/protected_items.h"
#include "collectors/evidence/text.h"
#include "probes/azure/verdicts.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"failed", Status::fail, "name since"},
    {"wait", Status::warn, "name until"},
};

/// How long an agent may take. Source: Reprotect from Azure (2018-02-06), Before you begin.
constexpr std::chrono::minutes patience{15};
/// How long a failover usually takes: an item tells only when it began.
constexpr std::chrono::minutes usual_failover{15};

/// The clocks of two machines of the service.
constexpr std::chrono::minutes slack{1};

/// When the failover of an item was over: as its job tells, or as long after its beginning as is
/// usual.
std::chrono::sys_seconds end_of_failover(const ProtectedItem& item, const Result<JobList>& jobs) {
  const std::chrono::sys_seconds began = *item.failed_over_at;
  if (jobs)
    for (const Job& job : jobs->all) {
      const bool failover = same_word(job.scenario, "UnplannedFailover") ||
                            same_word(job.scenario, "PlannedFailover");
      if (!failover || !item.is_called(job.target) || !job.started || !job.ended) continue;
      // The item's time lies within the job that it is about.
      if (*job.started <= began + slack && began <= *job.ended) return *job.ended;
    }
  return began + usual_failover;
}

/// Null is no answer; but an agent that was heard since the failover is registered.
std::optional<bool> is_registered(const ProtectedItem& item) {
  if (item.agent_registered) return item.agent_registered;
  if (item.failed_over_at && item.agent_heartbeat && *item.agent_heartbeat > *item.failed_over_at)
    return true;
  return std::nullopt;
}

void judge(const ProtectedItem& item, const ArmNow& now, const Result<JobList>& jobs,
           Verdicts& verdicts) {
  const std::optional<bool> registered = is_registered(item);
  if (!registered) return verdicts.unknown(item.name, "whether the agent registered of");
  if (*registered) return;
  if (!item.failed_over_at || !now) return verdicts.unknown(item.name, "when the failover was of");
  const auto until = end_of_failover(item, jobs) + patience;
  if (*now < until)
    verdicts.warn("wait", {{"name", item.name}, {"until", human_time(until)}});
  else
    verdicts.fail("failed", {{"name", item.name}, {"since", human_time(*item.failed_over_at)}});
}

std::vector<Verdict> decide(AzureVault<ProtectedItems> items, AzureVault<Result<JobList>> jobs) {
  Verdicts verdicts;
  bool any = false;
  for (const ProtectedItem& one : items->all) {
    if (one.phase() != ProtectedItem::Phase::failed_over || one.is_classic()) continue;
    if (!is_meant(items.site(), one)) continue;
    any = true;
    judge(one, items->now, *jobs, verdicts);
  }
  add_unread(*items, items.site(), any, verdicts);
  if (!any && items->unread.empty())
    return nothing_to_check("no machine of the modernized stack is failed over");
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
