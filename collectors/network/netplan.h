// netplan's YAML files, merged as netplan merges them.
#pragma once

#include "collectors/network/network_entry.h"

namespace fbd {

/// Reads those of `files` that lie in netplan's folders. One file that cannot be read spoils them
/// all, because what it says could change any interface: then there are problems and no entries.
NetworkReading read_netplan(const NetworkFiles& files);

}  // namespace fbd
