// Rows of "show azure": one server, item or policy each. For show_azure.cpp alone.
#pragma once

#include <nlohmann/json.hpp>

#include "collectors/azure/appliance_parts.h"
#include "collectors/azure/discovery.h"
#include "collectors/azure/item_details.h"
#include "collectors/azure/master_targets.h"
#include "collectors/azure/policies.h"
#include "collectors/azure/process_servers.h"
#include "collectors/azure/providers.h"
#include "collectors/azure/vcenters.h"

namespace fbd {

using Json = nlohmann::ordered_json;

/// Times as in all documents of this program: "2026-11-26T21:00:00Z".
Json json_of(const std::optional<std::chrono::sys_seconds>& time);
Json json_of(const ServiceError& error);
Json json_of(const std::vector<ServiceError>& errors);

/// What is told is the value, what is not is null.
template <class T>
Json value_or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json row(const Fabric& fabric);
Json row(const ProcessServerState& server);
Json row(const MasterTargetState& target);
Json row(const AppliancePart& part);
Json row(const Provider& provider);
Json row(const VcenterState& vcenter);
Json row(const ProtectedItem& item);
Json row(const Policy& policy);
Json row(const RecoveryPlan& plan);
Json row(const DiscoveredMachine& machine);
Json row(const DiscoveredHost& host);

}  // namespace fbd
