// What all files together ask for one interface: the part of a network's configuration that has a
// meaning of its own, whoever carries it out and however it is written.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "collectors/network/connection.h"

namespace fbd {

struct InterfaceIntent {
  std::string interface;                       // its name, or how it is matched: "mac 00:50:..."
  std::vector<const Connection*> connections;  // that ask for it, in force or in the copies
  IpConfiguration ipv4;
  IpConfiguration ipv6;
  std::optional<int> mtu;
};

/// Of the connections that are carried out at boot (`of_backups` false), or of Site Recovery's
/// copies. Several for one interface add up: DHCP with a static address is DHCP with "static"
/// beside it. The pointers lead into `connections`. Sorted by interface.
std::vector<InterfaceIntent> intents(const std::vector<Connection>& connections, bool of_backups);

/// "eth0", or "name en*", "mac 00:50:56:..", "driver hv_netvsc", or the connection's id.
std::string chosen_interface(const Connection& connection);

}  // namespace fbd
