// Which interfaces a NetworkManager profile is for, besides its interface-name.
#pragma once

#include <optional>
#include <string_view>

#include "collectors/network/connection.h"
#include "collectors/network/keyfile_settings.h"

namespace fbd {

/// mac-address of a card's own setting, and the group [match]. In others, as the file has them:
/// "path", "kernel-command-line", "mac-address-blacklist", "s390-subchannels", and the elements of
/// "interface-name" and "driver" that begin with '!' or '&'. Nothing if there is no condition.
std::optional<ConnectionMatch> keyfile_match(const KeyfileSettings& settings,
                                             std::string_view type);

}  // namespace fbd
