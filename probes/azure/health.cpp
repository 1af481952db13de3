#include "collectors/azure/appliance_parts.h"
#include "collectors/azure/master_targets.h"
#include "collectors/azure/process_servers.h"
#include "collectors/azure/protected_items.h"
#include "collectors/azure/providers.h"
#include "probes/azure/verdicts.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"error", Status::fail, "service_code service_name name message causes action when activity"},
    {"warning", Status::warn, "service_code service_name name message causes action when activity"},
    {"critical", Status::fail, "name health"},
    {"degraded", Status::warn, "name health"},
};

/// What the service says in words; a bare state only where it says nothing.
void judge(const std::string& name, const std::string& health,
           const std::vector<ServiceError>& errors, Verdicts& verdicts) {
  bool told = false;
  for (const ServiceError& error : errors) {
    if (error.is_information()) continue;
    told = true;
    if (error.is_warning())
      verdicts.warn("warning", about_error(error, name));
    else
      verdicts.fail("error", about_error(error, name));
  }
  if (told) return;
  if (is_critical(health)) verdicts.fail("critical", {{"name", name}, {"health", health}});
  if (is_warning(health)) verdicts.warn("degraded", {{"name", name}, {"health", health}});
}

std::vector<Verdict> decide(AzureVault<Fabrics> fabrics, AzureVault<ProcessServers> servers,
                            AzureVault<MasterTargets> targets, AzureVault<ApplianceParts> parts,
                            AzureVault<ProtectedItems> items) {
  Verdicts verdicts;
  verdicts.unread(fabrics->unread);
  for (const Fabric& one : fabrics->all) judge(one.name, one.health, one.errors, verdicts);
  for (const ProcessServerState& one : servers->all)
    if (one.classic) judge(one.name, one.health, one.errors, verdicts);
  for (const MasterTargetState& one : targets->all) judge(one.name, "", one.errors, verdicts);
  for (const AppliancePart& one : parts->all)
    judge(std::string(title(one.kind)) + " " + one.name, one.health, one.errors, verdicts);
  for (const ProtectedItem& one : items->all)
    if (is_meant(items.site(), one)) judge(one.name, one.health, one.errors, verdicts);
  verdicts.unread(items->unread);
  return verdicts.merged();
}

}  // namespace

extern constinit const Probe azure_health{
    .id = "azure.health",
    .question = "Does Azure report no trouble with servers and machines?",
    .rule = "Site Recovery REST API 2024-04-01, HealthError",
    .codes = codes,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
