// What is done with a finished bundle: encrypted for somebody, signed by somebody.
#pragma once

#include <string>

#include "collectors/evidence/result.h"

namespace fbd {

/// By age: FILE.age takes the place of FILE. The recipient is a public key ("age1..." or
/// "ssh-ed25519 ..."). not_found if age is not installed; the bundle then stays as it is.
Result<std::string> encrypt_bundle(const std::string& file, const std::string& recipient);

/// By "ssh-keygen -Y sign" for a key of SSH, by minisign for a key of its own: FILE.sig or
/// FILE.minisig beside it. The key may ask for its passphrase on the terminal.
Result<std::string> sign_bundle(const std::string& file, const std::string& key);

}  // namespace fbd
