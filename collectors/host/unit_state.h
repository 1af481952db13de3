// What systemd makes of the files of one unit.
#pragma once

#include <string_view>

#include "collectors/host/network_services.h"

namespace fbd {

/// `unit` with its ".service". By systemd's or nobody's (not_found).
/// Source: systemd.unit(5), and "systemctl --root is-enabled" of systemd 252 where that is silent.
NetworkServices::Service unit_state(const UnitFiles& units, std::string_view unit);

}  // namespace fbd
