// "show vsphere": everything that is known about a vCenter or ESXi host, as one JSON document.
#pragma once

#include <span>
#include <string>

#include "collectors/evidence/fact.h"

namespace fbd {

/// What has to be asked for it.
std::span<const decltype(Need::next)> vsphere_questions();

/// {"server", "account", "roles", "privileges", "permissions", "machines", "site_machines",
/// "hosts", "clocks", "datastores", "licences", "assigned_licences", "events", "clusters",
/// "datastore_clusters", "inventory", "unknown": [{"what", "kind", "message"}]}. What cannot be
/// known is null and named in "unknown" with the reason. The headers in collectors/vsphere/ have
/// the shapes; what is there a list in "all" is the list itself here.
std::string vsphere_json(const Context& context);

}  // namespace fbd
