// What the files of systemd-networkd configure.
#pragma once

#include <string_view>

#include "collectors/network/connection.h"
#include "collectors/network/network_files.h"

namespace fbd {

/// Why a connection is ignored whose file says that the interface is to be left alone: it is the
/// first for it all the same.
inline constexpr std::string_view networkd_unmanaged = "Unmanaged=yes";

/// One connection for each .network file, in the order in which networkd tries them: the first that
/// matches an interface is for it. The id is the file's name without ".network". One that can never
/// be the first is ignored, like one that is masked, replaced, without [Match] or Unmanaged=yes.
///
/// A .netdev file gives its type, VLAN and ports to the connection of the same interface. Where no
/// .network could be for its device it is a connection of its own, without addresses; its id is the
/// file's name with ".netdev".
///
/// DHCP=yes asks for both families. Announcements of IPv6 routers are `automatic` only if
/// IPv6AcceptRA= asks for them: by default they are taken everywhere.
///
/// As systemd 252 does it (measured); systemd.network(5), systemd.netdev(5).
NetworkReading read_networkd(const NetworkTree& tree);

}  // namespace fbd
