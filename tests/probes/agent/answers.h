// What a healthy agent's host answers, and how to change one thing about it.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "collectors/evidence/tree.h"
#include "tests/probes/one_host.h"

namespace fbd {

inline constexpr const char* vmware_uuid = "564d2c1e-7f0a-4b7e-9a3d-0c5b8f1e2d3c";
inline constexpr const char* azure_uuid = "aa6b1c2d-93f4-4e5a-8b6c-7d8e9f0a1b2c";

/// Keys of drscout.conf; Hostname and Port go to [vxagent.transport]. "-" leaves a key out.
using Changes = std::map<std::string, std::string>;

inline std::string drscout_conf(const Changes& changes = {}) {
  Changes keys{{"HostId", vmware_uuid}, {"Role", "Agent"},           {"VmPlatform", "VmWare"},
               {"CSType", "CSLegacy"},  {"SystemUUID", vmware_uuid}, {"HyperVisorName", "VMware"},
               {"IsAzureVm", "false"},  {"Hostname", "10.0.0.4"},    {"Port", "443"}};
  for (const auto& change : changes) keys[change.first] = change.second;
  std::string agent = "[vxagent]\n", transport = "[vxagent.transport]\n";
  for (const auto& one : keys) {
    if (one.second == "-") continue;
    (one.first == "Hostname" || one.first == "Port" ? transport : agent) +=
        one.first + "=" + one.second + "\n";
  }
  return agent + transport;
}

inline std::string vx_version(const std::string& more = "AGENT_CONFIGURATION_STATUS=Succeeded\n") {
  return "INSTALLATION_DIR=/usr/local/ASR/Vx\nVERSION=9.66.7567.1\n" + more;
}

/// "denied" hides the UUID, "" leaves it out, as the kernel does with one that is all zeros.
inline std::string dmi(const std::string& asset_tag, const std::string& vendor,
                       const std::string& uuid) {
  using Kind = TreeEntry::Kind;
  const std::string folder = "/sys/devices/virtual/dmi/id/";
  std::vector<TreeEntry> tree{
      {Kind::file, 0444, {}, folder + "chassis_asset_tag", asset_tag + "\n"},
      {Kind::file, 0444, {}, folder + "sys_vendor", vendor + "\n"},
      {Kind::file, 0444, {}, folder + "product_name", "Virtual Machine\n"}};
  if (uuid == "denied")
    tree.push_back(
        {Kind::error, 0, ErrorKind::denied, folder + "product_uuid", "permission denied"});
  else if (!uuid.empty())
    tree.push_back({Kind::file, 0400, {}, folder + "product_uuid", uuid + "\n"});
  return write_tree(tree);
}
inline std::string dmi_of_vmware(const std::string& uuid = vmware_uuid) {
  return dmi("No Asset Tag", "VMware, Inc.", uuid);
}
inline std::string dmi_of_azure(const std::string& uuid = azure_uuid) {
  return dmi("7783-7084-3265-9085-8269-3286-77", "Microsoft Corporation", uuid);
}

/// Files that are there, links ("path -> target"), and what nobody could look at ("? path").
inline std::string listing(const std::vector<std::string>& entries) {
  std::vector<TreeEntry> tree;
  for (const std::string& entry : entries) {
    const std::size_t arrow = entry.find(" -> ");
    if (entry.starts_with("? "))
      tree.push_back({TreeEntry::Kind::error, 0, ErrorKind::denied, entry.substr(2), "denied"});
    else if (arrow != std::string::npos)
      tree.push_back(
          {TreeEntry::Kind::link, 0777, {}, entry.substr(0, arrow), entry.substr(arrow + 4)});
    else
      tree.push_back({TreeEntry::Kind::file, 0644, {}, entry, ""});
  }
  return write_tree(tree);
}

inline std::string up(int minutes, int seconds = 0) {
  return std::to_string(60 * minutes + seconds) + ".50 1.00\n";
}

/// A classic agent on VMware, up for a week, with nothing wrong.
inline OneHost healthy_agent(Role role = Role::protected_vm) {
  OneHost host(role);
  host.site.stack = Stack::classic;
  host.with("host.agent-version", vx_version())
      .with("host.agent-config", drscout_conf())
      .with("host.agent-files", listing({"/usr/local/ASR/Vx/bin/s2 -> s2V2A",
                                         "/usr/local/ASR/Vx/bin/svagents -> svagentsV2A",
                                         "/usr/local/InMage/private/connection.passphrase"}))
      .with("host.agent-markers", "")
      .with("host.processes", "systemd\nsvagentsV2A\nappservice\n")
      .with("host.platform", dmi_of_vmware())
      .with("host.uptime", up(7 * 24 * 60))
      .with("host.failover-traces", "");
  return host;
}

}  // namespace fbd
