#include "collectors/vsphere/inventory.h"

#include <nlohmann/json.hpp>

#include "collectors/vsphere/lookup.h"
#include "collectors/vsphere/rows.h"
#include "collectors/vsphere/shown.h"

namespace fbd {
namespace {

using Json = nlohmann::ordered_json;

/// vSphere's own limit is far below; a ring in a damaged answer must end somewhere.
constexpr int most_levels = 64;

Result<Request> nodes(const Context&) {
  return VsphereGet{VsphereCall::objects,
                    {"Folder", "Datacenter", "ComputeResource", "ResourcePool", "Network"},
                    {"name", "parent"},
                    {}};
}

InventoryNode read(const Row& row) {
  return {row.ref(), row.text_or_nothing("name"), row.text_or_nothing("parent")};
}

Result<VsphereInventory> parse(std::string_view answer) {
  Result<std::vector<InventoryNode>> all = read_rows(answer, read);
  if (!all) return tl::unexpected<Error>(all.error());
  order_by_ref(*all);
  return VsphereInventory{std::make_shared<const std::vector<InventoryNode>>(std::move(*all))};
}

constexpr Origin<VsphereInventory> known_origins[] = {
    {"vsphere.inventory", Os::unknown, ask_vsphere(nodes), parse},
};

bool is_of_type(std::string_view ref, std::string_view type) {
  return ref.starts_with(type) && ref.substr(type.size()).starts_with(':');
}

}  // namespace

std::span<const Origin<VsphereInventory>> VsphereInventory::origins() { return known_origins; }

const InventoryNode* VsphereInventory::node(std::string_view ref) const {
  return by_ref(*all, ref);
}

std::vector<const InventoryNode*> VsphereInventory::of_type(std::string_view type) const {
  std::vector<const InventoryNode*> nodes;
  for (const InventoryNode& one : *all)
    if (is_of_type(one.ref, type)) nodes.push_back(&one);
  return nodes;
}

const InventoryNode* VsphereInventory::datacenter(std::string_view parent) const {
  for (int level = 0; level < most_levels; ++level) {
    const InventoryNode* const one = node(parent);
    if (!one || is_of_type(one->ref, "Datacenter")) return one;
    parent = one->parent;
  }
  return nullptr;
}

std::string to_json(const VsphereInventory& fact) {
  return shown_list<Json>(*fact.all, [](const InventoryNode& one) {
    return Json{{"ref", one.ref}, {"name", one.name}, {"parent", one.parent}};
  });
}

}  // namespace fbd
