// The mobility agent's configuration file, drscout.conf.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "collectors/evidence/fact.h"

namespace fbd {

/// What the file says, as it says it; texts are empty when a key is absent or has no value.
/// Source: AzMigrate-Hydration, template of drscout.conf and configurator. Assumed, because no
/// format of the file is published: sections and keys are compared ignoring case, the last of
/// several values counts, values may be in double quotes, keys before the first section belong to
/// none.
///
/// On Windows the file is below the agent's directory; only its known keys are read there.
///
/// A damaged file is no error: that it is damaged is what a probe wants to know. An absent or
/// unreadable one is.
struct AgentConfig {
  static constexpr std::string_view path = "/usr/local/drscout.conf";
  static std::span<const Origin<AgentConfig>> origins();

  std::string damage;  // why the file cannot be relied on ("it is empty"); empty: it is intact

  // [vxagent]
  std::string host_id;
  std::string resource_id;
  std::string role;         // "Agent" or "MasterTarget"
  std::string vm_platform;  // "VmWare" or "Azure"
  std::string cs_type;      // "CSLegacy" or "CSPrime"; agents older than the modernized stack: none
  Stack stack = Stack::unknown;      // what cs_type stands for
  std::string cloud_pairing_status;  // "complete", "Incomplete"
  std::string system_uuid;           // of the machine the agent last recognized
  std::string hypervisor_name;       // of that machine
  std::optional<bool> is_azure_vm;   // of that machine; absent: not there, or not a yes or no
  std::string failover_vm_bios_id;   // the UUID the machine is expected to have after a failover
  std::string rcm_settings_path;
  std::string diff_source_path;
  std::string cs_address_for_azure;  // the configuration server as components in Azure reach it

  // [vxagent.transport]
  std::optional<std::string> config_server;  // Hostname; empty: blanked, absent: never written
  std::optional<std::uint16_t> port;         // absent: not there, or not a port

  bool is_master_target() const;
};

/// {"path", "damage", "host_id", "resource_id", "role", "vm_platform", "cs_type", "stack",
/// "cloud_pairing_status", "system_uuid", "hypervisor_name", "is_azure_vm", "failover_vm_bios_id",
/// "rcm_settings_path", "diff_source_path", "cs_address_for_azure", "config_server", "port"};
/// what is absent is null.
std::string to_json(const AgentConfig& fact);

}  // namespace fbd
