// The addresses that one "iface" stanza gives. Only for interfaces*.cpp.
#pragma once

#include <string>
#include <vector>

#include "collectors/network/interfaces_text.h"

namespace fbd {

struct InterfacesAddresses {
  bool v4 = true;  // the family of `ip`
  IpConfiguration ip;
  /// What commands after "up" do, to both families, as far as it can be read.
  struct ByCommand {
    std::vector<Cidr> addresses;
    std::vector<ConfiguredRoute> ipv4_routes, ipv6_routes;
    SourcePlace sets_ipv4, sets_ipv6;  // the first command that sets an address, or may
  } by_command;
  std::vector<NetworkProblem> problems;
};

InterfacesAddresses read_addresses(const InterfacesBlock& block);

}  // namespace fbd
