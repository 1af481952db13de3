// Who reads the ifcfg files of a Red Hat machine: NetworkManager or the legacy network scripts.
#pragma once

#include <string>
#include <string_view>

#include "collectors/network/connection.h"
#include "collectors/network/network_files.h"

namespace fbd {

/// One ifcfg file means one thing to NetworkManager and another to the scripts, so this is decided
/// first, from what is on the disk: unit files and their links, init scripts and their runlevels,
/// the release.
struct IfcfgChoice {
  NetworkStack reader = NetworkStack::ifcfg_rh;  // ifcfg_rh or network_scripts
  bool has_scripts = false;  // the scripts are there and take what NetworkManager leaves alone
  std::string why;           // one sentence without a full stop
};

IfcfgChoice ifcfg_choice(const NetworkTree& tree);

/// Reads the ifcfg files of a folder ("/etc/sysconfig/network-scripts/", or a folder of copies
/// below it) as their reader does. Files that say NM_CONTROLLED=no are for the scripts.
NetworkReading read_red_hat_ifcfg(const NetworkTree& tree, std::string_view folder,
                                  const IfcfgChoice& choice);

}  // namespace fbd
