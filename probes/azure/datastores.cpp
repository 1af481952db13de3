#include <algorithm>

#include "collectors/azure/appliance_parts.h"
#include "collectors/azure/discovery.h"
#include "collectors/azure/protected_items.h"
#include "collectors/evidence/text.h"
#include "probes/azure/verdicts.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"unsupported", Status::fail, "name datastore type"},
    {"not-accessible", Status::fail, "name datastore"},
};

const DatastoreState* find(const DiscoveredHosts& hosts, std::string_view name) {
  for (const DiscoveredHost& host : hosts.all)
    for (const DatastoreState& one : host.datastores)
      if (same_word(one.name, name)) return &one;
  return nullptr;
}

/// Where the disks of an item are or shall be, as far as it tells.
std::vector<std::string> datastores_of(const ProtectedItem& item,
                                       const DiscoveredMachines& machines) {
  std::vector<std::string> names = item.datastores;
  if (!item.target_datastore.empty()) names = {item.target_datastore};
  if (names.empty())
    if (const DiscoveredMachine* machine = machines.find(item.machine, item.name))
      for (const DiscoveredDisk& disk : machine->disks)
        if (!disk.datastore.empty() &&
            std::find(names.begin(), names.end(), disk.datastore) == names.end())
          names.push_back(disk.datastore);
  return names;
}

bool is_accessible(const ApplianceParts& parts, std::string_view name) {
  for (const AppliancePart* agent : parts.of(AppliancePart::Kind::reprotect_agent))
    for (const std::string& one : agent->datastores)
      if (same_word(one, name)) return true;
  return false;
}

std::vector<Verdict> decide(AzureVault<ProtectedItems> items, AzureVault<ApplianceParts> parts,
                            AzureVault<DiscoveredMachines> machines,
                            AzureVault<DiscoveredHosts> hosts) {
  using Phase = ProtectedItem::Phase;
  Verdicts verdicts;
  bool any = false;
  for (const ProtectedItem& item : items->all) {
    if (item.is_classic() || !is_meant(items.site(), item)) continue;
    if (item.phase() != Phase::failed_over && item.phase() != Phase::reversed) continue;
    for (const std::string& name : datastores_of(item, *machines)) {
      any = true;
      const DatastoreState* store = find(*hosts, name);
      if (store && store->is_unsupported())
        verdicts.fail("unsupported",
                      {{"name", item.name}, {"datastore", name}, {"type", store->type}});
      if (!is_accessible(*parts, name) && parts->unread.empty())
        verdicts.fail("not-accessible", {{"name", item.name}, {"datastore", name}});
    }
  }
  verdicts.unread(items->unread);
  if (any) {
    verdicts.unread(parts->unread);
    verdicts.unread(hosts->unread);
  }
  if (!any && items->unread.empty())
    return nothing_to_check("no machine that is away tells of its datastores");
  return verdicts.merged();
}

}  // namespace

extern constinit const Probe azure_datastores{
    .id = "azure.datastores",
    .question = "Can the reprotect agent write where the machines' disks belong?",
    .rule =
        "Reprotect from Azure (2018-02-06), Before you begin; Failover and failback, modernized "
        "(2023-10-06)",
    .codes = codes,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
