// What differs in meaning between two states of a network, not in bytes.
#pragma once

#include <string>
#include <vector>

#include "collectors/network/connection.h"

namespace fbd {

/// "ens192", "ipv4.method", "static" -> "dhcp". Lists are sorted where their order means nothing
/// and joined by ", "; "" stands for nothing.
struct NetworkChange {
  std::string interface;
  std::string what;  // "interface", "stack", "ipv4.method", "ipv4.addresses", "ipv4.gateway",
                     // "ipv4.dns", "ipv4.search", "ipv4.routes", the same of ipv6, "mtu"
  std::string before;
  std::string now;
};

/// Compares what is in force at boot; copies that Site Recovery kept do not count.
std::vector<NetworkChange> network_changes(const std::vector<Connection>& before,
                                           const std::vector<Connection>& now);

}  // namespace fbd
