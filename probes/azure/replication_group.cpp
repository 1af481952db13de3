#include "collectors/azure/item_details.h"
#include "collectors/azure/policies.h"
#include "collectors/evidence/text.h"
#include "probes/azure/verdicts.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"mixed-os", Status::fail, "group machines"},
    {"master-targets", Status::fail, "group machines"},
    {"no-plan", Status::warn, "group machines"},
};

using Members = std::vector<const ProtectedItem*>;

bool differ(const Members& members, std::string ProtectedItem::*field) {
  std::string first;
  for (const ProtectedItem* one : members) {
    const std::string& value = one->*field;
    if (value.empty()) continue;  // not told: nothing that differs
    if (first.empty()) first = value;
    if (!same_id(first, value)) return true;
  }
  return false;
}

bool has_plan(const Members& members, const RecoveryPlans& plans) {
  for (const RecoveryPlan& plan : plans.all) {
    std::size_t in_it = 0;
    for (const ProtectedItem* one : members)
      for (const std::string& id : plan.items)
        if (same_id(id, one->id)) {
          ++in_it;
          break;
        }
    if (in_it == members.size()) return true;
  }
  return false;
}

std::vector<Verdict> decide(AzureVault<ProtectedItems> items,
                            AzureVault<Result<ItemDetails>> details,
                            AzureVault<RecoveryPlans> plans) {
  std::map<std::string, Members> groups;
  for (const ProtectedItem& one : items->all)
    if (!one.group.empty()) groups[one.group].push_back(&in_detail(*details, one));
  Verdicts verdicts;
  bool any = false;
  for (const auto& [group, members] : groups) {
    // A lone machine has a group of its own, which has no name that people gave it.
    if (members.size() < 2) continue;
    bool meant = false;
    bool away = false;
    std::vector<std::string> names;
    for (const ProtectedItem* one : members) {
      meant = meant || is_meant(items.site(), *one);
      away = away || one->phase() == ProtectedItem::Phase::failed_over;
      names.push_back(one->name);
    }
    if (!meant) continue;
    any = true;
    const Values values{{"group", group}, {"machines", listed(names)}};
    if (differ(members, &ProtectedItem::os)) verdicts.fail("mixed-os", values);
    if (differ(members, &ProtectedItem::master_target)) verdicts.fail("master-targets", values);
    if (away && !has_plan(members, *plans)) verdicts.warn("no-plan", values);
  }
  add_unread(*items, items.site(), any, verdicts);
  if (!any && items->unread.empty()) return nothing_to_check("no machines replicate as a group");
  return verdicts.merged();
}

}  // namespace

extern constinit const Probe azure_replication_group{
    .id = "azure.replication-group",
    .question = "Can replication groups be reprotected together?",
    .rule =
        "Reprotect from Azure (2018-02-06), Before you begin, and Reprotect a replication group",
    .codes = codes,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
