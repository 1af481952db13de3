// The types that a profile of NetworkManager can have.
#pragma once

#include <string>
#include <string_view>

#include "collectors/network/keyfile_settings.h"

namespace fbd {

/// "ethernet", "vlan" ...; not "ipv4" or "802-1x", which are settings only.
bool is_connection_type(std::string_view type);

/// The type that follows from the groups where a profile does not give one; "" if none or several
/// do.
std::string type_by_groups(const KeyfileSettings& settings);

}  // namespace fbd
