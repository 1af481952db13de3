#include "collectors/azure/appliance_parts.h"
#include "collectors/azure/discovery.h"
#include "collectors/evidence/text.h"
#include "probes/azure/verdicts.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"uuid-disabled", Status::fail, "name"},
    {"snapshots", Status::fail, "name count"},
    {"paravirtual", Status::fail, "name"},
    {"tools", Status::fail, "name status"},
    {"host-in-maintenance", Status::warn, "name server"},
};

std::string_view first_label(std::string_view name) { return name.substr(0, name.find('.')); }

/// Whether a machine that was discovered is the one that a reprotect agent runs on.
bool is_of(const DiscoveredMachine& machine, const AppliancePart& agent) {
  if (!agent.machine.empty() && !machine.id.empty()) return same_id(machine.id, agent.machine);
  return same_word(machine.name, agent.name) ||
         (!agent.fqdn.empty() && same_word(first_label(machine.name), first_label(agent.fqdn)));
}

// What is asked of a master target is asked of the machine that took its place: it attaches the
// disks of the machines that come back. Source: Reprotect from Azure (2018-02-06), Common things to
// check after installing the master target.
void judge(const DiscoveredMachine& machine, Verdicts& verdicts) {
  const Values name{{"name", machine.name}};
  if (machine.enable_uuid && !*machine.enable_uuid) verdicts.fail("uuid-disabled", name);
  if (machine.snapshots && *machine.snapshots > 0)
    verdicts.fail("snapshots", {{"name", machine.name}, {"count", percent_of(*machine.snapshots)}});
  for (const DiscoveredDisk& disk : machine.disks)
    if (same_word(disk.controller, "ParaVirtualSCSIController")) {
      verdicts.fail("paravirtual", name);
      break;
    }
  if (same_word(machine.tools, "NotRunning") || same_word(machine.tools, "NotInstalled"))
    verdicts.fail("tools", {{"name", machine.name}, {"status", machine.tools}});
  if (machine.host_in_maintenance.value_or(false))
    verdicts.warn("host-in-maintenance", {{"name", machine.name}, {"server", machine.host}});
}

std::vector<Verdict> decide(AzureVault<ApplianceParts> parts,
                            AzureVault<DiscoveredMachines> machines) {
  Verdicts verdicts;
  bool any = false;
  for (const DiscoveredMachine& machine : machines->all)
    for (const AppliancePart* agent : parts->of(AppliancePart::Kind::reprotect_agent))
      if (is_of(machine, *agent)) {
        any = true;
        judge(machine, verdicts);
        break;
      }
  verdicts.unread(parts->unread);
  verdicts.unread(machines->unread);
  if (!any && parts->unread.empty() && machines->unread.empty())
    return nothing_to_check("no machine that was discovered is an appliance");
  return verdicts.merged();
}

}  // namespace

extern constinit const Probe azure_appliance_vm{
    .id = "azure.appliance-vm",
    .question = "Is the appliance's VM fit to attach the disks of others?",
    .rule =
        "Reprotect from Azure (2018-02-06), Common things to check after installing the master "
        "target; Microsoft.OffAzure REST API 2023-06-06, machines",
    .codes = codes,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
