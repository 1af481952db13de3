// NetworkManager's connection profiles: ini files, one profile each.
#pragma once

#include <string_view>

#include "collectors/network/network_entry.h"

namespace fbd {

/// Whether NetworkManager passes over a file of this name in
/// /etc/NetworkManager/system-connections.
bool is_ignored_keyfile(std::string_view file);

/// One entry for a profile of a network card, bond, bridge, team or VLAN; none for others (Wi-Fi,
/// VPN ...) and none for a profile that NetworkManager would refuse, which is a problem.
NetworkReading read_keyfile(std::string_view text, std::string_view file);

}  // namespace fbd
