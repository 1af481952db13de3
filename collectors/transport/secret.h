// Secrets and the files that name them. A secret is read at the moment it is used and kept nowhere.
#pragma once

#include <string>

#include "collectors/evidence/result.h"
#include "collectors/evidence/site.h"

namespace fbd {

/// denied for a file that anybody but its owner may read, not_found for a missing file or an unset
/// variable. Messages name the reference, never the secret. A final newline is not part of it.
Result<std::string> read_secret(const SecretRef& reference);

/// Whether every secret a site refers to could be used: refuses files that others may read. A file
/// or variable that is missing here is no error yet: another machine may be the one that needs it.
Result<void> check_secrets(const Site& site);

/// The text of a site file. not_found, denied or malformed (over 1 MiB) with the file's name.
Result<std::string> read_site_text(const std::string& file);

}  // namespace fbd
