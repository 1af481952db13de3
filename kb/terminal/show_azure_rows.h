// Rows of "show azure" as JSON: one server, item or policy each, under the names that its header
// has.
#pragma once

#include <string>

#include "collectors/azure/appliance_parts.h"
#include "collectors/azure/appliances.h"
#include "collectors/azure/azure_vms.h"
#include "collectors/azure/discovery.h"
#include "collectors/azure/events.h"
#include "collectors/azure/item_details.h"
#include "collectors/azure/jobs.h"
#include "collectors/azure/policies.h"
#include "collectors/azure/process_servers.h"
#include "collectors/azure/providers.h"
#include "collectors/azure/vault_health.h"
#include "collectors/azure/vcenters.h"

namespace fbd {

std::string to_json(const Fabric& one);
std::string to_json(const ProcessServerState& one);
std::string to_json(const MasterTargetState& one);
std::string to_json(const AppliancePart& one);
std::string to_json(const Appliance& one);
std::string to_json(const Provider& one);
std::string to_json(const VcenterState& one);
std::string to_json(const ProtectedItem& one);
std::string to_json(const AzureVm& one);
std::string to_json(const Policy& one);
std::string to_json(const RecoveryPlan& one);
std::string to_json(const Job& one);
std::string to_json(const Event& one);
std::string to_json(const VaultIssue& one);
std::string to_json(const DiscoveredMachine& one);
std::string to_json(const DiscoveredHost& one);
std::string to_json(const DiscoveredVcenter& one);
std::string to_json(const DiscoveryAccount& one);

}  // namespace fbd
