// Secrets that redaction by name cannot see: inside of base64, and words of noise without a name.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace fbd {

/// Text in base64 is decoded, cleaned like any other and encoded again, wrapped over lines as it
/// was; words that look like keys become "<redacted>". `and_then` is applied to what was decoded
/// as well. Certificates and hashes stay. Linear time.
std::string without_hidden_secrets(
    std::string_view text, const std::function<std::string(std::string_view)>& and_then = {});

}  // namespace fbd
