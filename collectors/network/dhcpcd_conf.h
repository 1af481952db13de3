// /etc/dhcpcd.conf
#pragma once

#include "collectors/network/connection.h"
#include "collectors/network/network_files.h"

namespace fbd {

/// One connection for each interface that has a block; its id is the interface's name. If none has,
/// one for whatever interface there is, with an empty id. A block for a wireless network is one
/// with the id "ssid NAME"; one for a profile, which is for another day, is `ignored` and has the
/// id "profile NAME".
///
/// dhcpcd does by itself what a file does not forbid: DHCP for IPv4, and what routers announce for
/// IPv6. With `inform` the address is the file's, so it is static; the fallback profile of a
/// connection with DHCP is not counted.
///
/// Sources: dhcpcd.conf(5) and src/if-options.c of dhcpcd 9.
NetworkReading read_dhcpcd_conf(const NetworkTree& tree);

}  // namespace fbd
