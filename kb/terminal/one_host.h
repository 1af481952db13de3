// The one machine of a site that a verb is about.
#pragma once

#include <string>

#include "collectors/evidence/site.h"

namespace fbd {

/// The host of that name; without a name the only one that can be reached. not_found or malformed
/// says which there are.
Result<const Host*> chosen_host(const Site& site, const std::string& name);

}  // namespace fbd
