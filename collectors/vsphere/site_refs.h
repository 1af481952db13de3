// Which objects of a vCenter or ESXi host the site's own machines are, for facts that ask about
// them.
#pragma once

#include <string>
#include <vector>

#include "collectors/evidence/fact.h"
#include "collectors/vsphere/virtual_machines.h"

namespace fbd {

/// The hosts of the site that are virtual machines and may be found by asking `context.host`.
std::vector<const Host*> site_machines_at(const Context& context);

/// The refs of their machines there, ordered; an error if there are none or if the machines there
/// are not known.
Result<std::vector<std::string>> site_machine_refs(const Context& context);

}  // namespace fbd
