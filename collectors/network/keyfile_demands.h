// What NetworkManager demands of the settings of a profile, addresses aside.
#pragma once

#include <optional>
#include <string_view>

#include "collectors/network/keyfile_ip.h"
#include "collectors/network/keyfile_settings.h"

namespace fbd {

/// Why NetworkManager refuses the settings besides [connection], [ipv4] and [ipv6], as far as their
/// common keys go: the type's own, given or not, and all others that are there. `interface` is the
/// name that the connection gives.
std::optional<KeyfileNote> unmet_demand(const KeyfileSettings& settings, std::string_view type,
                                        std::string_view interface);

}  // namespace fbd
