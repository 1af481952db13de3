#include "collectors/network/ifcfg_folder.h"

namespace fbd {

IfcfgFolder::IfcfgFolder(const NetworkTree& tree, std::string_view folder)
    : path(normal_path(folder) + "/"), backup(is_failover_backup(path)) {
  for (auto it = tree.files.lower_bound(path);
       it != tree.files.end() && std::string_view(it->first).starts_with(path); ++it) {
    const std::string_view name = std::string_view(it->first).substr(path.size());
    if (!name.empty() && name.find('/') == std::string_view::npos) files.emplace(name, it->second);
  }
}

std::string_view IfcfgFolder::text(std::string_view name) const {
  const auto found = files.find(name);
  return found == files.end() ? std::string_view() : found->second;
}

std::optional<GlobalSettings> global_settings(const NetworkTree& tree, const IfcfgFolder& folder) {
  std::string file = "/etc/sysconfig/network";
  // AzMigrate-Hydration, post-rec-script.sh and prepare-os-for-azure.sh.
  if (folder.path.ends_with("/asr_nw/")) file += "-INMAGE-ORG";
  if (folder.path.ends_with("/azure_sms_bck/")) file += ".bck_azure_sms";
  const auto found = tree.files.find(file);
  if (found == tree.files.end()) return std::nullopt;
  return GlobalSettings{std::move(file), found->second};
}

}  // namespace fbd
