#include "collectors/azure/item_details.h"
#include "collectors/evidence/text.h"
#include "probes/azure/verdicts.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"not-offered", Status::fail, "name state allowed"},
    {"replicating", Status::warn, "name state percent"},
    {"powered-on", Status::fail, "name"},
};

/// Replication that is under way is no reason to worry, only to wait.
bool is_replicating(const ProtectedItem& item) {
  return item.state.find("InitialReplication") != std::string::npos ||
         item.state.find("Resynchron") != std::string::npos;
}

void judge(const ProtectedItem& item, Verdicts& verdicts) {
  // It is switched off by the reprotect, and whoever switches it on again spoils its disks.
  // Source: Reprotect from Azure (2018-02-06), Steps to reprotect.
  // After a planned failover it is the one that runs.
  const bool on =
      same_word(item.on_premises_power, "ON") || same_word(item.on_premises_power, "PoweredOn");
  if (on && !item.planned_failover_done) verdicts.fail("powered-on", {{"name", item.name}});
  const bool offered = item.allows(item.is_classic() ? "UnplannedFailover" : "PlannedFailover");
  if (offered || !item.running.empty()) return;
  if (is_replicating(item))
    verdicts.warn("replicating",
                  {{"name", item.name},
                   {"state", item.state},
                   {"percent", item.progress_percent ? percent_of(*item.progress_percent) : "?"}});
  else
    verdicts.fail("not-offered",
                  {{"name", item.name},
                   {"state", item.state},
                   {"allowed", item.allowed.empty() ? "nothing" : listed(item.allowed)}});
}

std::vector<Verdict> decide(AzureVault<ProtectedItems> items,
                            AzureVault<Result<ItemDetails>> details) {
  Verdicts verdicts;
  bool any = false;
  for (const ProtectedItem& one : items->all) {
    if (one.phase() != ProtectedItem::Phase::reversed || !is_meant(items.site(), one)) continue;
    any = true;
    judge(in_detail(*details, one), verdicts);
  }
  add_unread(*items, items.site(), any, verdicts);
  if (!any && items->unread.empty()) return nothing_to_check("no machine is reprotected");
  return verdicts.merged();
}

}  // namespace

extern constinit const Probe azure_failback_ready{
    .id = "azure.failback-ready",
    .question = "May reprotected machines fail back?",
    .rule =
        "Reprotect from Azure (2018-02-06), Steps to reprotect; Failback (2018-03-05); Site "
        "Recovery REST API 2024-04-01, allowedOperations",
    .codes = codes,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
