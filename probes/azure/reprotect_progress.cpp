#include "collectors/azure/item_details.h"
#include "probes/azure/verdicts.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"stuck", Status::fail, "name percent"},
    {"slow", Status::warn, "name percent"},
    {"resync", Status::warn, "name"},
};

std::vector<Verdict> decide(AzureVault<ProtectedItems> items,
                            AzureVault<Result<ItemDetails>> details) {
  Verdicts verdicts;
  bool any = false;
  for (const ProtectedItem& listed : items->all) {
    if (listed.phase() != ProtectedItem::Phase::reversed || !is_meant(items.site(), listed))
      continue;
    any = true;
    const ProtectedItem& one = in_detail(*details, listed);
    const Values values{
        {"name", one.name},
        {"percent", one.progress_percent ? percent_of(*one.progress_percent) : "?"}};
    if (one.progress == ProtectedItem::Progress::stuck) verdicts.fail("stuck", values);
    if (one.progress == ProtectedItem::Progress::slow) verdicts.warn("slow", values);
    if (one.resync_required) verdicts.warn("resync", {{"name", one.name}});
  }
  add_unread(*items, items.site(), any, verdicts);
  if (!any && items->unread.empty()) return nothing_to_check("no machine is reprotected");
  return verdicts.merged();
}

}  // namespace

extern constinit const Probe azure_reprotect_progress{
    .id = "azure.reprotect-progress",
    .question = "Does replication back to on-premises get on?",
    .rule =
        "Site Recovery REST API 2024-04-01, DiskReplicationProgressHealth, resyncRequired; "
        "Troubleshoot replication issues (2019-08-02), 78169",
    .codes = codes,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
