// What a vCenter knows about the machines of a site, filled in where the site file says nothing.
#pragma once

#include <string>
#include <vector>

#include "collectors/evidence/fact.h"
#include "collectors/evidence/site.h"

namespace fbd {

struct DiscoveredSite {
  Site site;
  std::vector<std::string> notes;  // what could not be filled in, and why; for people
};

/// `context.host` is the vCenter or ESXi host that was asked. Of each machine of the site that is
/// found there once: its vm-name, vcenter, os and addresses, as far as they are missing. ESXi hosts
/// that run one of them are added; all of them if none is found. Nothing that is written is
/// changed. An error if the machines there are not known.
Result<DiscoveredSite> discovered_site(const Site& written, const Context& context);

}  // namespace fbd
