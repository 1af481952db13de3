// The tree that hosts, datastores and machines hang in: folders, datacenters, clusters, pools.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/evidence/fact.h"

namespace fbd {

struct InventoryNode {
  std::string ref;     // "Datacenter:datacenter-2", "Network:network-7", "ResourcePool:resgroup-8"
  std::string name;    // empty: not told
  std::string parent;  // empty: the root, or not told
};

/// Folder, Datacenter, ComputeResource, ResourcePool and Network, with all that are kinds of them.
struct VsphereInventory {
  static std::span<const Origin<VsphereInventory>> origins();
  static constexpr bool read_once = true;

  std::shared_ptr<const std::vector<InventoryNode>> all;  // never null; by ref

  const InventoryNode* node(std::string_view ref) const;
  /// All of a type, "Datacenter", by ref.
  std::vector<const InventoryNode*> of_type(std::string_view type) const;
  /// The datacenter that holds whatever has this parent; nullptr if the way up is not known.
  const InventoryNode* datacenter(std::string_view parent) const;
};

/// {"all": [{"ref", "name", "parent"}]}
std::string to_json(const VsphereInventory& fact);

}  // namespace fbd
