// Base64, as keys are written in files.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace fbd {

/// Nothing if it is not base64; padding may be missing.
std::optional<std::string> from_base64(std::string_view text);
std::string to_base64(std::string_view bytes, bool padded = true);

}  // namespace fbd
