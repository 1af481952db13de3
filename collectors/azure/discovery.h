// What the appliance of the modernized stack discovered in vSphere, as Microsoft.OffAzure keeps it.
#pragma once

#include "collectors/azure/fabrics.h"
#include "collectors/azure/master_targets.h"

namespace fbd {

struct DiscoveredDisk {
  std::string uuid;
  std::string controller;  // "VirtualLsiLogicController"
  std::string mode;        // "persistent", "independent_persistent"
  std::string datastore;
};

struct DiscoveredMachine {
  std::string name;
  std::string id;
  std::string host;  // ESXi
  std::string power;
  std::string tools;
  std::optional<bool> enable_uuid{};
  std::optional<double> snapshots{};  // -1: not known
  std::optional<bool> host_in_maintenance{};
  std::string bios_uuid;
  std::string instance_uuid;
  std::vector<DiscoveredDisk> disks;
  std::vector<ServiceError> errors;
};

/// Machines of all VMware sites of the vault. A site that cannot be read keeps no other from being
/// read; the same of what follows.
struct DiscoveredMachines {
  static std::span<const Origin<DiscoveredMachines>> origins();
  static constexpr bool read_once = true;
  std::vector<DiscoveredMachine> all;
  std::vector<NotRead> unread;
  const DiscoveredMachine* find(std::string_view id, std::string_view name) const;
};

struct DiscoveredHost {
  std::string name;
  std::vector<DatastoreState> datastores;
};

struct DiscoveredHosts {
  static std::span<const Origin<DiscoveredHosts>> origins();
  static constexpr bool read_once = true;
  std::vector<DiscoveredHost> all;
  std::vector<NotRead> unread;
};

struct DiscoveredVcenter {
  std::string name;
  std::vector<ServiceError> errors;
  std::optional<std::chrono::sys_seconds> updated{};
};

struct DiscoveredVcenters {
  static std::span<const Origin<DiscoveredVcenters>> origins();
  static constexpr bool read_once = true;
  std::vector<DiscoveredVcenter> all;
  std::vector<NotRead> unread;
};

struct DiscoveryAccount {
  std::string name;
  std::string type;  // "VMwareFabric", "LinuxServer"
};

struct DiscoveryAccounts {
  static std::span<const Origin<DiscoveryAccounts>> origins();
  static constexpr bool read_once = true;
  std::vector<DiscoveryAccount> all;
  std::vector<NotRead> unread;
};

}  // namespace fbd
