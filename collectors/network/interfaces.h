// /etc/network/interfaces and what it sources: the format of ifupdown.
#pragma once

#include <string_view>

#include "collectors/network/network_entry.h"

namespace fbd {

/// Reads `root` and the files it sources, as far as they are among `files`; a source that is not is
/// a problem. One entry for each interface with an IPv4 block: blocks of one name add up. A file
/// that ifupdown would refuse brings up nothing, so it gives a problem and no entries at all.
NetworkReading read_interfaces(std::string_view root, const NetworkFiles& files);

}  // namespace fbd
