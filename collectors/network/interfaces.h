// /etc/network/interfaces and what it sources: the files of ifupdown.
#pragma once

#include <string_view>

#include "collectors/network/connection.h"
#include "collectors/network/network_files.h"

namespace fbd {

/// Reads /etc/network/interfaces, or one of Site Recovery's copies of it, and the files it sources
/// as far as they are in the tree; a source that is not is a problem. One connection for each name
/// after "iface", with or without a label: stanzas of one name add up. What ifupdown refuses is
/// there too, as refused: all of it if the mistake is in `root_file`, else the rest of the file
/// behind the mistake.
NetworkReading read_interfaces(std::string_view root_file, const NetworkTree& tree);

}  // namespace fbd
