// Settings of 802.1X and Wi-Fi that spoil a NetworkManager profile.
#pragma once

#include <optional>

#include "collectors/network/keyfile_ip.h"
#include "collectors/network/keyfile_settings.h"

namespace fbd {

/// Why NetworkManager refuses [802-1x] or [wifi-security]; certificates are not looked at.
std::optional<KeyfileNote> unmet_security_demand(const KeyfileSettings& settings);

}  // namespace fbd
