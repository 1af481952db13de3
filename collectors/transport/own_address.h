// What this machine's kernel says about its own addresses and neighbours, right now.
#pragma once

#include <string>

namespace fbd {

bool has_address(const std::string& interface, const std::string& ipv4);

/// Whether the neighbour with this IPv4 address answers on the interface: a datagram to its discard
/// port makes the kernel ask for its hardware address, which no firewall of ours forbids.
bool neighbour_answers(const std::string& interface, const std::string& ipv4);

}  // namespace fbd
