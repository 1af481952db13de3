#include "collectors/azure/item_details.h"
#include "collectors/evidence/text.h"
#include "probes/azure/verdicts.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"none", Status::warn, "name"},
};

std::vector<Verdict> decide(AzureVault<ProtectedItems> items,
                            AzureVault<Result<ItemDetails>> details) {
  Verdicts verdicts;
  bool any = false;
  for (const ProtectedItem& one : items->all) {
    // Only the master target of the classic stack keeps points in time on a retention volume.
    if (!same_word(one.type, "InMage") || one.phase() != ProtectedItem::Phase::reversed ||
        !is_meant(items.site(), one))
      continue;
    any = true;
    if (!same_word(one.state, "Protected") || in_detail(*details, one).has_retention_window)
      continue;
    // In a list it is left out.
    if (*details && (*details)->find(one))
      verdicts.warn("none", {{"name", one.name}});
    else
      verdicts.unknown(one.name, "what points in time there are of");
  }
  add_unread(*items, items.site(), any, verdicts);
  if (!any && items->unread.empty())
    return nothing_to_check("no machine replicates to a master target");
  return verdicts.merged();
}

}  // namespace

extern constinit const Probe azure_retention_window{
    .id = "azure.retention-window",
    .question = "Are there points in time to fail back to?",
    .rule = "Site Recovery REST API 2024-04-01, InMageReplicationDetails, retentionWindowStart",
    .codes = codes,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
