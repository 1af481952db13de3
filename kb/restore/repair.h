// Plans against findings about names, routes, name servers and managers: small changes to the files
// that are there, which the readers of the tool itself read again before anybody is shown them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "collectors/host/network_services.h"
#include "collectors/host/network_surroundings.h"
#include "collectors/network/running_addresses.h"
#include "kb/restore/file_edits.h"
#include "kb/restore/restore_plan.h"
#include "probes/finding.h"

namespace fbd {

/// What a plan against one finding is made of. Pure data.
struct RepairInput {
  const Verdict& verdict;               // what was found, with its values
  const std::vector<TreeEntry>& files;  // the answer of "network.configuration"
  const ConfiguredNetwork& now;
  const NetworkSurroundings& around;
  const NetworkBaseline* baseline = nullptr;
  const RunningAddresses* running = nullptr;  // nullptr: a mounted disk; no command is planned
  const NetworkServices* services = nullptr;  // nullptr: not known
  std::vector<std::string> dns = {};          // name servers that a person gives
  std::string keep = {};                      // the interface or the file that is to win

  /// A value of the finding; "" if it has none of that name.
  std::string value(std::string_view name) const;
  /// Of an adapter that is there; "" otherwise, and on a mounted disk.
  std::string mac_of(const std::string& interface) const;
};

/// protected-vm.interface-names: the files are made to mean the adapter that is there.
Result<RestorePlan> plan_names(const RepairInput& input);
/// protected-vm.default-route: one of two keeps it; one that is missing is brought up again.
Result<RestorePlan> plan_gateways(const RepairInput& input);
/// protected-vm.name-resolution: the service that answers is started again, or the servers that
/// were there before are asked directly.
Result<RestorePlan> plan_servers(const RepairInput& input);
/// protected-vm.network-configuration: one of two leaves the interface to the other; what does not
/// start is started; what stands in the way of all others goes.
Result<RestorePlan> plan_managers(const RepairInput& input);

// --- what these have in common

/// The connections in force for that interface, in the network as it is.
std::vector<const Connection*> in_force_for(const ConfiguredNetwork& network,
                                            const std::string& interface, const std::string& mac);
/// Fills in the files, Site Recovery's markers first, the static addresses that `interfaces` have
/// by the files as they will be, and the commands of the stacks concerned. An error if the readers
/// refuse a file that they took before.
Result<RestorePlan> finished(RestorePlan plan, const FileEdits& edits, const RepairInput& input,
                             const std::vector<std::string>& interfaces);

}  // namespace fbd
