// Reading and writing a baseline's file.
#pragma once

#include <string>
#include <string_view>

#include "collectors/evidence/result.h"
#include "collectors/network/network_baseline.h"

namespace fbd {

Result<NetworkBaseline> baseline_from_file(const std::string& file);

/// A file that only its owner can read, in a folder that is made if it is missing. It appears under
/// its name only when it is whole.
Result<void> write_private_file(const std::string& file, std::string_view bytes);

}  // namespace fbd
