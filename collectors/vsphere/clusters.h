// Clusters of hosts and of datastores, and what they may move by themselves.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/evidence/fact.h"
#include "collectors/evidence/result.h"

namespace fbd {

/// What a cluster does with one machine, otherwise than with the others.
struct MachineOverride {
  std::string vm;               // "VirtualMachine:vm-12"
  std::optional<bool> enabled;  // false: it is left alone; nothing: as the cluster's own setting
  std::string behavior;         // "manual", "partiallyAutomated", "fullyAutomated", "automated"; ""
};

/// What each error kind means: VsphereVm in virtual_machines.h. "manual" moves nothing unasked.
struct MovingCluster {
  std::string ref;  // "ClusterComputeResource:domain-c7", "StoragePod:group-p4"
  Result<std::string> name;
  Result<bool> enabled;          // DRS or Storage DRS
  Result<std::string> behavior;  // of all machines without an override
  Result<std::vector<MachineOverride>> overrides;
  Result<std::vector<std::string>> members;  // hosts or datastores

  /// Whether it may move that machine by itself.
  Result<bool> may_move(std::string_view vm) const;
};

/// Source: vSphere Web Services API, ClusterConfigInfoEx. An ESXi host has none.
struct VsphereClusters {
  static std::span<const Origin<VsphereClusters>> origins();
  static constexpr bool read_once = true;
  std::vector<MovingCluster> all;
};

/// Source: vSphere Web Services API, PodStorageDrsEntry.
struct VsphereDatastoreClusters {
  static std::span<const Origin<VsphereDatastoreClusters>> origins();
  static constexpr bool read_once = true;
  std::vector<MovingCluster> all;
};

/// {"all": []} of the members above.
std::string to_json(const VsphereClusters& fact);
std::string to_json(const VsphereDatastoreClusters& fact);

}  // namespace fbd
