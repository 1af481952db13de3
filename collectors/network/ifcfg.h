// ifcfg files: one interface each, in two dialects that give the same words different meanings.
#pragma once

#include <string_view>

#include "collectors/network/network_entry.h"

namespace fbd {

enum class IfcfgDialect { red_hat, suse };

/// Whether every reader passes over a file of this name: "ifcfg-eth0.bak", but not
/// "ifcfg-eth0.20240101". `file` may be a path.
bool is_ignored_ifcfg(std::string_view file, IfcfgDialect dialect);

/// At most one entry; none for the loopback. Where NetworkManager and the network scripts read a
/// file differently its entry is `other` and a problem says why.
NetworkReading read_ifcfg(std::string_view text, std::string_view file, IfcfgDialect dialect);

}  // namespace fbd
