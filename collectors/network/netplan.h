// netplan's YAML files, merged as netplan merges them.
#pragma once

#include "collectors/network/network_files.h"

namespace fbd {

/// Reads /lib, /etc and /run/netplan/*.yaml. One file that netplan refuses spoils them all, because
/// then it writes no configuration at all: every connection is refused.
///
/// Accepts what netplan 0.106 accepts, and what newer versions have added. Where the address of a
/// default route is in question, the route with the lowest metric is the gateway; routes of tables
/// other than the main one (or the VRF's own) are left out.
NetworkReading read_netplan(const NetworkTree& tree);

}  // namespace fbd
