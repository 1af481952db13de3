// The site of one machine without a site file: what it is says its own disk.
#pragma once

#include <string>
#include <vector>

#include "collectors/evidence/evidence.h"
#include "collectors/evidence/fact.h"
#include "collectors/evidence/site.h"

namespace fbd {

/// The machine this program runs on, role unknown yet.
Host this_machine();
/// The machine whose disk is mounted at `root`; named after the directory.
Host mounted_machine(const std::string& root);

/// What has to be known of a host before its role can be.
std::vector<Need> needs_of_role(const Host& host);

/// Fills in what the evidence of needs_of_role reveals: the role of a host that has none, the
/// stack, and the configuration server that drscout.conf names, if the site has none.
void complete_site(Site& site, const Evidence& evidence);

}  // namespace fbd
