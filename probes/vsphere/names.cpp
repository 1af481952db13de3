#include "probes/vsphere/names.h"

#include <algorithm>

#include <fmt/format.h>

namespace fbd {
namespace {

std::string_view title_of_type(std::string_view type) {
  if (type == "Datacenter") return "datacenter";
  if (type == "Datastore") return "datastore";
  if (type == "HostSystem") return "ESXi host";
  if (type == "VirtualMachine") return "virtual machine";
  if (type == "ResourcePool" || type == "VirtualApp") return "resource pool";
  if (type == "Folder") return "folder";
  if (type.ends_with("Network") || type.ends_with("Portgroup")) return "network";
  if (type.ends_with("ComputeResource")) return "cluster";
  return type;
}

std::string name_of(std::string_view type, std::string_view ref, const NamedThings& things) {
  if (type == "HostSystem" && things.hosts) {
    const VsphereHost* const host = things.hosts->host(ref);
    return host ? host->name.value_or("") : "";
  }
  if (type == "Datastore" && things.datastores) {
    const VsphereDatastore* const datastore = things.datastores->datastore(ref);
    return datastore ? datastore->name.value_or("") : "";
  }
  if (type == "VirtualMachine" && things.vms) {
    const VsphereVm* const vm = things.vms->vm(ref);
    return vm ? vm->name.value_or("") : "";
  }
  if (!things.inventory) return "";
  const InventoryNode* const node = things.inventory->node(ref);
  return node ? node->name : "";
}

}  // namespace

std::string title_of(std::string_view ref, const NamedThings& things) {
  const std::string_view type = ref.substr(0, ref.find(':'));
  const std::string name = name_of(type, ref, things);
  return name.empty() ? std::string(ref) : fmt::format("{} {}", title_of_type(type), name);
}

std::string listed(const std::vector<std::string>& all, std::size_t most) {
  std::string text;
  const std::size_t shown = std::min(all.size(), most);
  for (std::size_t i = 0; i < shown; ++i) {
    if (i > 0) text += i + 1 == all.size() ? " and " : ", ";
    text += all[i];
  }
  if (shown < all.size()) text += fmt::format(" and {} more", all.size() - shown);
  return text;
}

}  // namespace fbd
