// What a command after "up", "pre-up" or "post-up" does to the addresses and routes of its
// interface, as far as that can be read without a shell. Only for interfaces*.cpp.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/network/connection.h"

namespace fbd {

struct InterfacesCommand {
  std::vector<Cidr> addresses;
  std::vector<ConfiguredRoute> ipv4_routes;
  std::vector<ConfiguredRoute> ipv6_routes;
  bool hides_address = false;  // it sets one, or starts a DHCP client, and which cannot be told
};

/// ip(8), ifconfig(8) and route(8) are understood, also several of them in one line.
InterfacesCommand read_interfaces_command(std::string_view command, std::string_view interface);

}  // namespace fbd
