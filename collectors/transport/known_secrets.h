// The secrets of this machine and of the site, for whoever makes sure that a bundle holds none.
#pragma once

#include <string>
#include <vector>

#include "collectors/evidence/site.h"

namespace fbd {

/// Of the references of a site file that can be read here, and of the files of Site Recovery on
/// this machine or a mounted disk. Kept in memory alone. What cannot be read is passed over.
std::vector<std::string> known_secrets(const Site& site);

}  // namespace fbd
