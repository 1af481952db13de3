// The configuration server that the hosts of a site have to reach.
#pragma once

#include "collectors/evidence/result.h"
#include "collectors/evidence/site.h"

namespace fbd {

/// The site's configuration server: there is at most one. not_collected with a sentence on how to
/// name it, if there is none.
Result<const Host*> config_server_of(const Site& site);

}  // namespace fbd
