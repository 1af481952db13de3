// Which program carries a connection out, and whether it starts at boot.
#pragma once

#include <string_view>

#include "collectors/host/network_services.h"
#include "collectors/network/configured_network.h"

namespace fbd {

enum class Manager {
  netplan,  // writes files for systemd-networkd or NetworkManager at boot
  network_manager,
  network_scripts,
  wicked,
  ifupdown,
  networkd,
  dhcpcd
};

/// "netplan", "NetworkManager", "the network scripts", "wicked", "ifupdown", "systemd-networkd",
/// "dhcpcd"
std::string_view name(Manager manager);

/// What netplan generated in /run is netplan's.
Manager manager_of(const Connection& connection);

/// Of a problem's file, by the folder it is in.
Manager manager_of(const NetworkProblem& problem, const ConfiguredNetwork& network);

/// Whether boot starts it. netplan is started by systemd itself, through a generator.
bool starts(Manager manager, const NetworkServices& services);

}  // namespace fbd
