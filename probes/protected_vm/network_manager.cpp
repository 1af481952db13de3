#include <algorithm>

#include "collectors/host/failover_traces.h"
#include "collectors/host/os_release.h"
#include "collectors/network/configured_network.h"
#include "collectors/network/network_manager_package.h"
#include "probes/probe.h"

namespace fbd {
namespace {

using State = NetworkManagerPackage::State;

constexpr Code codes[] = {
    {"missing", Status::fail, "needed_by state"},
    {"removed-by-failover", Status::warn, "state distribution"},
};

std::string described(const NetworkManagerPackage& package) {
  if (package.state == State::removed) return "removed, with its configuration files left";
  if (package.state == State::broken) return "not completely installed (" + package.status + ")";
  return "not installed";
}

/// AzMigrate-Hydration, post-rec-script.sh and prepare-os-for-azure.sh: rpm -e --nodeps
/// NetworkManager on these; RHEL 7 and later, Debian and Ubuntu keep it.
bool failover_removes_it(const OsRelease& os) {
  const int major = os.major().value_or(0);
  if (os.family() == OsRelease::Family::rhel) return major == 5 || major == 6;
  return os.id.starts_with("sles") && major >= 11 && major <= 15;
}

/// Whether something else brings up what this profile is for.
bool is_covered(const ConfiguredNetwork& network, const std::string& profile) {
  const auto& entries = network.connections;
  const auto in_force = [](const Connection& one) {
    return !one.backup && !one.by_failover && one.at_boot && one.status == ConnectionStatus::ok;
  };
  return std::any_of(entries.begin(), entries.end(), [&](const Connection& of_profile) {
    return of_profile.file() == profile && !of_profile.interface.empty() &&
           std::any_of(entries.begin(), entries.end(), [&](const Connection& other) {
             return other.stack != of_profile.stack && in_force(other) &&
                    other.applies_to(of_profile.interface, "") == Applies::yes;
           });
  });
}

/// The first file that nothing but NetworkManager carries out, or "".
std::string needed_by(const ConfiguredNetwork& network, bool was_failed_over) {
  for (const std::string& file : network.needs_network_manager) {
    // NM_CONTROLLED=yes is also what the installer of RHEL 6 wrote on machines without
    // NetworkManager, whose network scripts read the file as well.
    if (file_name(file).starts_with("ifcfg-") && !was_failed_over) continue;
    if (!is_covered(network, file)) return file;
  }
  return "";
}

Verdict decide(ProtectedVm<NetworkManagerPackage> package,
               ProtectedVm<Result<ConfiguredNetwork>> network,
               ProtectedVm<Result<FailoverTraces>> traces, ProtectedVm<Result<OsRelease>> os) {
  if (package->state == State::installed)
    return pass({{"package", package->package}, {"version", package->version}});
  const std::string state = described(*package);
  if (!*network) return unknown(network->error());
  if (!*traces) return unknown(traces->error());
  if (const std::string file = needed_by(**network, (*traces)->any()); !file.empty())
    return fail("missing", {{"needed_by", file}, {"state", state}});
  if (!*os && (*traces)->any()) return unknown(os->error());
  if ((*traces)->any() && failover_removes_it(**os))
    return warn("removed-by-failover", {{"state", state}, {"distribution", (*os)->pretty}});
  // Nothing that was read needs it; what could not be read still might.
  if (const NetworkProblem* problem = (*network)->problem_in_force())
    return unknown({problem->kind, package.host().name + ": " + problem->text()});
  return pass({{"package", state + ", and nothing needs it"}});
}

}  // namespace

extern constinit const Probe protected_vm_network_manager{
    .id = "protected-vm.network-manager",
    .question = "Is the NetworkManager package there, if it is needed?",
    .rule =
        "Reprotect from Azure (2018-02-06), Common issues: a Linux VM lacks NetworkManager after "
        "failback; which distributions it concerns: Azure/AzMigrate-Hydration, post-rec-script.sh",
    .codes = codes,
    .os = Os::gnu_linux,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
