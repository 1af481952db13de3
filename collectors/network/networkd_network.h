// One .network file by itself, before it is known which devices the .netdev files make.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "collectors/network/connection.h"
#include "collectors/network/networkd_addresses.h"
#include "collectors/network/networkd_files.h"

namespace fbd {

struct NetworkdNetwork {
  Connection connection;  // without addresses, before finish_networkd_network()
  bool by_names_only = false;

  bool dhcp_v4 = false;
  bool dhcp_v6 = false;
  std::optional<bool> link_local_v4;
  std::optional<bool> link_local_v6;  // by default on, but not of a bridge's port
  bool router_announcements = false;  // asked for by name; they are taken by default as well
  bool delegated_prefix = false;
  SourcePlace asks_dhcp;
  NetworkdAddresses addresses;
  NetworkdRoutes routes;
  std::vector<std::string> dns_v4;
  std::vector<std::string> dns_v6;
  std::vector<std::string> search;

  bool keeps_controller = false;  // KeepMaster=yes: Bond= and Bridge= count for nothing
  SourcePlace relations;          // where the first of these is
  std::string bond;
  std::string bridge;
  std::vector<std::string> stacked;  // VLAN=, MACVLAN= and so on: what lies on this interface
};

/// What the file and its drop-ins say. A refused one has its interface, if it came before the
/// damage, and nothing else.
NetworkdNetwork networkd_network(const SystemdIni& ini, const NetworkdFile& file,
                                 NetworkReading& reading);

/// Fills in addresses and methods. `is_port_of_bond`, `is_port_of_bridge`: Bond= and Bridge= name
/// devices that exist. systemd 252, network_verify() of src/network/networkd-network.c.
void finish_networkd_network(NetworkdNetwork& network, bool is_port_of_bond, bool is_port_of_bridge,
                             NetworkReading& reading);

}  // namespace fbd
