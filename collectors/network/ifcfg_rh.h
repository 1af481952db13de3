// Red Hat's ifcfg files, as NetworkManager reads them.
#pragma once

#include <string_view>

#include "collectors/network/connection.h"
#include "collectors/network/network_files.h"

namespace fbd {

/// `folder` is "/etc/sysconfig/network-scripts", or a folder of copies below it; files deeper down
/// are not read. Aliases ("ifcfg-eth0:1") and route files are part of the connection they belong
/// to. Source: NetworkManager 1.42, src/core/settings/plugins/ifcfg-rh and what libnm verifies.
NetworkReading read_ifcfg_rh(const NetworkTree& tree, std::string_view folder);

}  // namespace fbd
