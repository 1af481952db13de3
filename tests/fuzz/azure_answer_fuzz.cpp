// Any bytes in place of what Azure answered, read as every fact that reads such answers.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "collectors/azure/appliance_parts.h"
#include "collectors/azure/appliances.h"
#include "collectors/azure/azure_vms.h"
#include "collectors/azure/containers.h"
#include "collectors/azure/discovery.h"
#include "collectors/azure/events.h"
#include "collectors/azure/jobs.h"
#include "collectors/azure/master_targets.h"
#include "collectors/azure/policies.h"
#include "collectors/azure/process_servers.h"
#include "collectors/azure/protected_items.h"
#include "collectors/azure/providers.h"
#include "collectors/azure/vault_health.h"
#include "collectors/azure/vcenters.h"

using namespace fbd;

template <class... Facts>
void read_as(std::string_view text) {
  (static_cast<void>(Facts::origins().front().parse(text)), ...);
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  read_as<FabricList, Fabrics, ProcessServers, MasterTargets, ApplianceParts, Providers, Vcenters,
          ProtectedItems, ProtectionContainers, Appliances, AzureVms, JobList, FailedJobs,
          CriticalEvents, VaultHealth, Policies, RecoveryPlans, DiscoveredMachines, DiscoveredHosts,
          DiscoveredVcenters, DiscoveryAccounts>(text);
  return 0;
}
