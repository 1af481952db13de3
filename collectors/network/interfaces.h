// /etc/network/interfaces and what it sources: the format of ifupdown.
#pragma once

#include <string_view>

#include "collectors/network/network_entry.h"

namespace fbd {

/// Reads `root` and the files it sources, as far as they are among `files`; a source that is not is
/// a problem. One entry for each interface with an address of its own: blocks of one name add up.
/// What ifupdown would refuse to read gives a problem and no entries at all: how much of the rest
/// it still uses is not worked out.
NetworkReading read_interfaces(std::string_view root, const NetworkFiles& files);

}  // namespace fbd
