// Files that are nothing but a secret. They are refused even when somebody asks for them by name.
#pragma once

#include <string_view>

namespace fbd {

/// By its path, of Linux or Windows, whatever its case: passphrases and keys of Site Recovery,
/// private keys, key stores, password databases, files of credentials, memory and devices.
bool never_collected(std::string_view path);

}  // namespace fbd
