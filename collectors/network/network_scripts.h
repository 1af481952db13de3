// Red Hat's ifcfg files, as the legacy network scripts read them.
#pragma once

#include <string_view>

#include "collectors/network/connection.h"
#include "collectors/network/network_files.h"

namespace fbd {

/// `folder` is "/etc/sysconfig/network-scripts", or a folder of copies below it; files deeper down
/// are not read. Aliases, ranges and route files are part of the connection they belong to. Source:
/// initscripts (RHEL 5 to 8): ifup, ifup-eth, ifup-aliases, ifup-routes, ifup-ipv6, ifup-post,
/// network-functions and init.d/network.
NetworkReading read_network_scripts(const NetworkTree& tree, std::string_view folder);

}  // namespace fbd
