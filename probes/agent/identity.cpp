#include "collectors/host/agent_config.h"
#include "collectors/host/key_values.h"
#include "collectors/host/platform.h"
#include "probes/agent/usable.h"
#include "probes/probe.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"clone", Status::fail, "stored current"},
    {"uuid-missing", Status::fail},
    {"not-persisted", Status::warn, "missing"},
    {"failover-unnoticed", Status::warn, "stored current"},
};

bool is_missing(std::string_view uuid) {
  return uuid.find_first_not_of("0-{} ") == std::string_view::npos;
}

enum class Hypervisor { other, vmware, microsoft };

Hypervisor hypervisor(std::string_view described) {
  const std::string text = lower_case(described);
  if (text.find("vmware") != std::string::npos) return Hypervisor::vmware;
  if (text.find("microsoft") != std::string::npos) return Hypervisor::microsoft;
  return Hypervisor::other;
}

/// AzMigrate-Hydration, recovery detection: what tells a failover or failback from a copy of the
/// machine.
bool was_moved(const AgentConfig& config, const Platform& platform) {
  if (config.is_azure_vm && *config.is_azure_vm != platform.in_azure()) return true;
  const Hypervisor before = hypervisor(config.hypervisor_name), now = hypervisor(platform.vendor);
  if (before != Hypervisor::other && now != Hypervisor::other && before != now) return true;
  return same_uuid(config.failover_vm_bios_id, *platform.uuid);
}

Verdict decide(AgentHost<AgentConfig> config, AgentHost<Platform> platform) {
  const std::string& host = config.host().name;
  if (!config->damage.empty()) return not_from_damaged(*config, host);
  if (config->is_master_target())
    return skipped(host + ": a master target does not compare what it is with what it was");
  if (!platform->uuid) {
    const Error& error = platform->uuid.error();
    const bool denied = error.kind == ErrorKind::denied;
    return unknown(
        {error.kind, host + ": " + error.message + (denied ? "; run this as root" : "")});
  }
  const std::string& current = *platform->uuid;
  const std::string& stored = config->system_uuid;
  if (is_missing(current)) return fail("uuid-missing");
  if (is_missing(stored)) return warn("not-persisted", {{"missing", "SystemUUID"}});
  if (same_uuid(stored, current)) return pass({{"uuid", current}});
  Values both{{"stored", stored}, {"current", current}};
  if (was_moved(*config, *platform)) return warn("failover-unnoticed", std::move(both));
  // Without them the agent decides nothing, and nothing can be said of what it will decide.
  if (!config->is_azure_vm && config->hypervisor_name.empty())
    return warn("not-persisted", {{"missing", "IsAzureVm and HyperVisorName"}});
  return fail("clone", std::move(both));
}

}  // namespace

extern constinit const Probe agent_identity{
    .id = "agent.identity",
    .question = "Does the agent still know this machine?",
    .rule =
        "Azure/AzMigrate-Hydration (January 2025), recovery detection of the agent: SystemUUID, "
        "HyperVisorName, IsAzureVm and FailoverVmBiosId against the machine's own UUID",
    .codes = codes,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
