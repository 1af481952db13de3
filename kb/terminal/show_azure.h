// "show azure": everything that is known about a vault, as one JSON document.
#pragma once

#include <span>
#include <string>

#include "collectors/evidence/fact.h"

namespace fbd {

/// What has to be asked for it.
std::span<const decltype(Need::next)> azure_questions();

/// {"now" (the service's clock), "fabrics", "process_servers", "master_targets", "appliance_parts",
/// "appliances", "providers", "vcenters", "items", "virtual_machines", "policies",
/// "recovery_plans", "jobs", "failed_jobs", "critical_events", "vault_health",
/// "discovered_machines", "discovered_hosts", "discovered_vcenters", "discovery_accounts",
/// "unknown": [{"what", "kind", "message"}]}. All but "now" and "unknown" are lists of what the
/// headers in collectors/azure/ describe, with the same names; of items that were asked for one by
/// one that is what is shown. What Azure does not tell is null or "", what could not be read is
/// null and named in "unknown" with the reason.
std::string azure_json(const Context& context);

}  // namespace fbd
