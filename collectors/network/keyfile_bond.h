// The options of a bond in a NetworkManager profile, as far as they can spoil it.
#pragma once

#include <optional>

#include "collectors/network/keyfile_ip.h"
#include "collectors/network/keyfile_settings.h"

namespace fbd {

/// Why NetworkManager refuses [bond]: options that do not go together. A value that is no good by
/// itself is not among them, it is only left out.
std::optional<KeyfileNote> bond_conflict(const KeyfileSettings& settings);

}  // namespace fbd
