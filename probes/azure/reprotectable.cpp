#include "collectors/azure/azure_vms.h"
#include "collectors/evidence/text.h"
#include "probes/azure/verdicts.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"migrated", Status::fail, "name state"},   {"disabled", Status::fail, "name state"},
    {"vm-gone", Status::fail, "name vm why"},   {"vm-stopped", Status::fail, "name power"},
    {"physical-2008-r2", Status::fail, "name"}, {"not-offered", Status::fail, "name state allowed"},
    {"busy", Status::warn, "name operation"},   {"not-committed", Status::warn, "name state"},
    {"born-in-azure", Status::warn, "name"},
};

bool holds(std::string_view text, std::string_view part) {
  for (std::size_t at = 0; at + part.size() <= text.size(); ++at)
    if (same_word(text.substr(at, part.size()), part)) return true;
  return false;
}

// Source: Reprotect from Azure (2018-02-06), Before you begin: what can never be reprotected.
bool can_never(const ProtectedItem& item, Verdicts& verdicts) {
  const Values values{{"name", item.name}, {"state", item.state}};
  // "CompleteMigration" among the operations only offers it; a state tells that it was done.
  if (holds(item.state, "Migrat"))
    verdicts.fail("migrated", values);
  else if (holds(item.state, "Disab") || holds(item.state, "Unprotect"))
    verdicts.fail("disabled", values);
  else if (item.physical && same_word(item.os, "Windows") &&
           (holds(item.os_version, "2008 R2") || item.os_version.starts_with("6.1.7601")))
    verdicts.fail("physical-2008-r2", {{"name", item.name}});
  else
    return false;
  return true;
}

void judge_vm(const ProtectedItem& item, const AzureVms& vms, Verdicts& verdicts) {
  const AzureVm* vm = vms.find(item.azure_vm);
  if (!vm) {
    if (!item.azure_vm.empty()) verdicts.unknown(item.name, "whether the Azure VM is there of");
    return;
  }
  if (vm->presence == AzureVm::Presence::gone)
    verdicts.fail("vm-gone", {{"name", item.name}, {"vm", vm->id}, {"why", vm->why}});
  else if (vm->presence == AzureVm::Presence::unknown)
    verdicts.unknown(item.name, "whether the Azure VM is there of");
  else if (!vm->power.empty() && !same_word(vm->power, "running"))
    verdicts.fail("vm-stopped", {{"name", item.name}, {"power", vm->power}});
}

void judge(const ProtectedItem& item, const AzureVms& vms, Verdicts& verdicts) {
  if (can_never(item, verdicts)) return;
  judge_vm(item, vms, verdicts);
  if (!item.running.empty())
    verdicts.warn("busy", {{"name", item.name}, {"operation", item.running}});
  const bool offered = item.allows("SwitchProtection") || item.allows("ReverseReplicate");
  if (offered && item.allows("Commit"))
    verdicts.warn("not-committed", {{"name", item.name}, {"state", item.state}});
  // Nothing is offered while something is at work.
  if (!offered && item.running.empty())
    verdicts.fail("not-offered",
                  {{"name", item.name},
                   {"state", item.state},
                   {"allowed", item.allowed.empty() ? "nothing" : listed(item.allowed)}});
}

std::vector<Verdict> decide(AzureVault<ProtectedItems> items, AzureVault<AzureVms> vms) {
  Verdicts verdicts;
  bool any = false;
  for (const std::string& name : items->born_in_azure) {
    if (!items.site().vm.empty() && !same_word(items.site().vm, name)) continue;
    any = true;
    verdicts.warn("born-in-azure", {{"name", name}});
  }
  for (const ProtectedItem& one : items->all) {
    if (one.phase() != ProtectedItem::Phase::failed_over || !is_meant(items.site(), one)) continue;
    any = true;
    judge(one, *vms, verdicts);
  }
  add_unread(*items, items.site(), any, verdicts);
  if (!any && items->unread.empty()) return nothing_to_check("no machine is failed over");
  return verdicts.merged();
}

}  // namespace

extern constinit const Probe azure_reprotectable{
    .id = "azure.reprotectable",
    .question = "Does Azure allow failed-over machines to be reprotected?",
    .rule =
        "Reprotect from Azure (2018-02-06), Before you begin; Site Recovery REST API 2024-04-01, "
        "allowedOperations",
    .codes = codes,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
