#include "kb/restore/restored_files.h"

#include "collectors/network/network_files.h"

namespace fbd {

bool is_configuration(std::string_view path) {
  for (std::string_view prefix :
       {"/etc/os-release", "/etc/redhat-release", "/etc/rc", "/etc/init.d/", "/etc/vxagent/",
        "/etc/systemd/system/", "/etc/sysconfig/network-scripts/ifup-eth"})
    if (path.starts_with(prefix)) return false;
  return path.starts_with("/etc/") && !is_failover_backup(path) &&
         path.find("INMAGE") == std::string_view::npos;
}

std::string original_of(std::string_view path) {
  for (std::string_view folder : {"/asr_nw/", "/inmage_nw/", "/azure_sms_bck/"}) {
    const std::size_t at = path.find(folder);
    if (at != std::string_view::npos)
      return std::string(path.substr(0, at + 1)) + std::string(path.substr(at + folder.size()));
  }
  for (std::string_view suffix : {"-INMAGE-ORG", ".bck_azure_sms"})
    if (path.ends_with(suffix)) return std::string(path.substr(0, path.size() - suffix.size()));
  return "";
}

}  // namespace fbd
