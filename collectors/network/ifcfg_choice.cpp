#include "collectors/network/ifcfg_choice.h"

#include <algorithm>
#include <array>
#include <optional>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "collectors/network/ifcfg_rh.h"
#include "collectors/network/network_scripts.h"

// Sources: RHEL 9 release notes (ifcfg-rh, then keyfile); initscripts network-functions
// (need_config, NM_CONTROLLED); nm-settings-ifcfg-rh(5).

namespace fbd {
namespace {

bool has_path(const NetworkTree& tree, std::string_view path) {
  return tree.files.find(path) != tree.files.end() || tree.links.find(path) != tree.links.end();
}

/// Whether something below `folder` has this last part of a path: "S10network".
bool has_link_named(const NetworkTree& tree, std::string_view folder, std::string_view name) {
  const auto is_it = [&](const auto& one) {
    const std::string_view path = one.first;
    return path.starts_with(folder) && path.ends_with(name);
  };
  return std::any_of(tree.links.begin(), tree.links.end(), is_it) ||
         std::any_of(tree.files.begin(), tree.files.end(), is_it);
}

bool is_masked(const NetworkTree& tree, std::string_view unit) {
  const auto link = tree.links.find(fmt::format("/etc/systemd/system/{}", unit));
  return link != tree.links.end() && link->second == "/dev/null";
}

struct Software {
  bool there = false;
  bool enabled = false;
};

Software network_manager(const NetworkTree& tree) {
  Software found;
  for (std::string_view path :
       {"/usr/lib/systemd/system/NetworkManager.service",
        "/lib/systemd/system/NetworkManager.service", "/etc/systemd/system/NetworkManager.service",
        "/etc/init.d/NetworkManager", "/etc/rc.d/init.d/NetworkManager"})
    found.there = found.there || has_path(tree, path);
  const bool linked = has_link_named(tree, "/etc/systemd/system/", ".wants/NetworkManager.service");
  const bool in_runlevel = has_link_named(tree, "/etc/rc", "NetworkManager");
  found.enabled =
      found.there && (linked || in_runlevel) && !is_masked(tree, "NetworkManager.service");
  return found;
}

Software network_scripts(const NetworkTree& tree) {
  Software found;
  for (std::string_view path : {"/etc/sysconfig/network-scripts/ifup-eth", "/etc/init.d/network",
                                "/etc/rc.d/init.d/network"})
    found.there = found.there || has_path(tree, path);
  found.enabled = found.there && has_link_named(tree, "/etc/rc", "network");
  return found;
}

/// The major release of a Red Hat like system, if it says so.
std::optional<int> red_hat_major(const NetworkTree& tree) {
  const auto number = [](std::string_view text) -> std::optional<int> {
    const std::size_t digit = text.find_first_of("0123456789");
    if (digit == std::string_view::npos) return std::nullopt;
    int value = 0;
    for (char c : text.substr(digit, 2)) {
      if (c < '0' || c > '9') break;
      value = 10 * value + (c - '0');
    }
    return value;
  };
  if (const auto file = tree.files.find("/etc/redhat-release"); file != tree.files.end())
    return number(file->second);
  constexpr std::string_view version = "VERSION_ID=";
  if (const auto file = tree.files.find("/etc/os-release"); file != tree.files.end())
    for (std::string_view line : lines(file->second))
      if (line.starts_with(version)) return number(line.substr(version.size()));
  return std::nullopt;
}

bool is_left_alone_by_network_manager(const Connection& connection) {
  return connection.status == ConnectionStatus::ignored &&
         connection.reason.find("NM_CONTROLLED") != std::string::npos;
}

}  // namespace

IfcfgChoice ifcfg_choice(const NetworkTree& tree) {
  const Software manager = network_manager(tree), scripts = network_scripts(tree);
  const auto chosen = [&](NetworkStack reader, std::string why) {
    return IfcfgChoice{reader, scripts.there, std::move(why)};
  };
  if (manager.enabled)
    return chosen(NetworkStack::ifcfg_rh, "NetworkManager is installed and starts at boot");
  if (scripts.enabled)
    return chosen(NetworkStack::network_scripts,
                  manager.there ? "the network scripts start at boot, and NetworkManager does not"
                                : "NetworkManager is not installed, the network scripts are");
  if (manager.there) return chosen(NetworkStack::ifcfg_rh, "NetworkManager is installed");
  if (scripts.there)
    return chosen(NetworkStack::network_scripts,
                  "the network scripts are installed, and NetworkManager is not");
  if (const std::optional<int> major = red_hat_major(tree)) {
    if (*major < 7)
      return chosen(NetworkStack::network_scripts,
                    fmt::format("neither is found; release {} starts the network scripts", *major));
    return chosen(NetworkStack::ifcfg_rh,
                  fmt::format("neither is found; release {} starts NetworkManager", *major));
  }
  return chosen(NetworkStack::ifcfg_rh, "neither is found; NetworkManager is taken for the reader");
}

NetworkReading read_red_hat_ifcfg(const NetworkTree& tree, std::string_view folder,
                                  const IfcfgChoice& choice) {
  if (choice.reader == NetworkStack::network_scripts) return read_network_scripts(tree, folder);
  NetworkReading reading = read_ifcfg_rh(tree, folder);
  auto& connections = reading.connections;
  if (!choice.has_scripts ||
      std::none_of(connections.begin(), connections.end(), is_left_alone_by_network_manager))
    return reading;
  // What NetworkManager leaves alone is the scripts' to bring up.
  for (Connection& scripted : read_network_scripts(tree, folder).connections) {
    const auto left = std::find_if(connections.begin(), connections.end(), [&](const auto& one) {
      return is_left_alone_by_network_manager(one) && one.file() == scripted.file();
    });
    if (left != connections.end()) *left = std::move(scripted);
  }
  return reading;
}

}  // namespace fbd
