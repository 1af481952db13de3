#include "collectors/azure/discovery.h"
#include "collectors/azure/protected_items.h"
#include "collectors/evidence/text.h"
#include "probes/azure/verdicts.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"duplicate-uuid", Status::fail, "name other uuid"}, {"uuid-disabled", Status::warn, "name"},
    {"snapshots", Status::warn, "name count"},           {"independent-disk", Status::fail, "name"},
    {"discovery-error", Status::warn, "name message"},
};

// A machine that a template was cloned to brings the disks of its original's name.
// Source: Reprotect from Azure (2018-02-06), Common issues.
void judge_uuids(const DiscoveredMachine& machine,
                 const std::map<std::string, std::vector<const DiscoveredMachine*>>& owners,
                 Verdicts& verdicts) {
  for (const DiscoveredDisk& disk : machine.disks) {
    const auto found = owners.find(disk.uuid);
    if (disk.uuid.empty() || found == owners.end()) continue;
    for (const DiscoveredMachine* other : found->second)
      if (other != &machine && !same_id(other->id, machine.id))
        return verdicts.fail("duplicate-uuid",
                             {{"name", machine.name}, {"other", other->name}, {"uuid", disk.uuid}});
  }
}

void judge(const DiscoveredMachine& machine, Verdicts& verdicts) {
  if (machine.enable_uuid && !*machine.enable_uuid)
    verdicts.warn("uuid-disabled", {{"name", machine.name}});
  if (machine.snapshots && *machine.snapshots > 0)
    verdicts.warn("snapshots", {{"name", machine.name}, {"count", percent_of(*machine.snapshots)}});
  for (const DiscoveredDisk& disk : machine.disks)
    if (disk.mode.starts_with("independent")) {
      verdicts.fail("independent-disk", {{"name", machine.name}});
      break;
    }
  for (const ServiceError& error : machine.errors)
    verdicts.warn(
        "discovery-error",
        {{"name", machine.name}, {"message", error.message.empty() ? error.code : error.message}});
}

std::vector<Verdict> decide(AzureVault<ProtectedItems> items,
                            AzureVault<DiscoveredMachines> machines) {
  std::map<std::string, std::vector<const DiscoveredMachine*>> owners;
  for (const DiscoveredMachine& machine : machines->all)
    for (const DiscoveredDisk& disk : machine.disks) owners[disk.uuid].push_back(&machine);
  Verdicts verdicts;
  bool any = false;
  for (const ProtectedItem& item : items->all) {
    if (item.is_classic() || !is_meant(items.site(), item)) continue;
    const DiscoveredMachine* machine = machines->find(item.machine, item.name);
    // It may be one of a site that could not be read.
    if (!machine && !machines->unread.empty()) any = true;
    if (!machine) continue;
    any = true;
    judge(*machine, verdicts);
    judge_uuids(*machine, owners, verdicts);
  }
  if (any) verdicts.unread(machines->unread);
  add_unread(*items, items.site(), any, verdicts);
  if (!any && items->unread.empty())
    return nothing_to_check("no replicated machine was discovered in vSphere");
  return verdicts.merged();
}

}  // namespace

extern constinit const Probe azure_on_premises_vm{
    .id = "azure.on-premises-vm",
    .question = "Are the machines in vSphere fit to be failed back to?",
    .rule =
        "Reprotect from Azure (2018-02-06), Common issues; Prepare for failback (2019-12-24); "
        "Microsoft.OffAzure REST API 2023-06-06, machines",
    .codes = codes,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
