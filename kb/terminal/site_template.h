// A site file to start from.
#pragma once

#include <string>

#include "collectors/evidence/evidence.h"
#include "collectors/evidence/site.h"

namespace fbd {

/// A site file with comments: the hosts of `site` filled in, the other roles as commented examples.
/// It parses as it is.
std::string site_template(const Site& site, const Evidence& evidence);

}  // namespace fbd
