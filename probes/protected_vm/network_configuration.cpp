#include <algorithm>
#include <iterator>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "collectors/network/name_pattern.h"
#include "collectors/network/networkd.h"
#include "probes/probe.h"
#include "probes/protected_vm/managers.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"refused", Status::fail, "file place reason consequence manager"},
    {"not-started", Status::fail, "file manager state"},
    {"two-managers", Status::warn, "interface first first_file second second_file"},
};

bool configures_addresses(const Connection& one) {
  return one.ipv4.method != AddressMethod::none || one.ipv6.method != AddressMethod::none;
}

bool in_force(const Connection& one) {
  return !one.backup && one.at_boot && one.status == ConnectionStatus::ok;
}

/// Files that packages bring along are for interfaces that a protected machine does not have.
bool is_of_a_package(const std::string& file) {
  return file.starts_with("/usr/lib/") || file.starts_with("/lib/");
}

class Judgement {
 public:
  Judgement(const ConfiguredNetwork& network, const NetworkServices& services)
      : network_(network), services_(services) {}

  std::optional<Verdict> refused() const;
  std::optional<Verdict> not_started() const;
  std::optional<Verdict> two_managers() const;
  /// No file says anything, and no program starts that would do without.
  bool nothing_at_all() const;

 private:
  const NetworkProblem* problem_of(const Connection& connection) const;
  bool leave_each_other_alone(const Connection& a, const Connection& b) const;
  bool network_manager_leaves(const std::string& interface, Manager other) const;
  bool an_earlier_file_has(const std::string& interface, const Connection& one) const;
  std::optional<Verdict> two_managers_of(const std::string& interface) const;

  const ConfiguredNetwork& network_;
  const NetworkServices& services_;
};

const NetworkProblem* Judgement::problem_of(const Connection& connection) const {
  const auto found = std::find_if(network_.problems.begin(), network_.problems.end(),
                                  [&](const NetworkProblem& problem) {
                                    return !problem.backup && problem.file == connection.file();
                                  });
  return found == network_.problems.end() ? nullptr : &*found;
}

Verdict refusal(const std::string& file, const std::string& place, const std::string& reason,
                const std::string& consequence, Manager manager) {
  return fail("refused", {{"file", file},
                          {"place", place},
                          {"reason", reason},
                          {"consequence", consequence},
                          {"manager", std::string(name(manager))}});
}

/// Of a program that starts at boot; what nobody would read cannot be refused.
std::optional<Verdict> Judgement::refused() const {
  for (const NetworkProblem& one : network_.problems) {
    const Manager manager = manager_of(one, network_);
    if (one.refusal && !one.backup && !is_of_a_package(one.file) && starts(manager, services_))
      return refusal(one.file, one.line > 0 ? fmt::format("{}:{}", one.file, one.line) : one.file,
                     one.reason, one.consequence, manager);
  }
  for (const Connection& one : network_.connections) {
    const Manager manager = manager_of(one);
    if (one.backup || one.status != ConnectionStatus::refused || is_of_a_package(one.file()) ||
        !starts(manager, services_))
      continue;
    const NetworkProblem* problem = problem_of(one);
    const int line = problem && problem->line > 0 ? problem->line : 0;
    return refusal(one.file(), line > 0 ? fmt::format("{}:{}", one.file(), line) : one.file(),
                   one.reason,
                   problem && !problem->consequence.empty()
                       ? problem->consequence
                       : fmt::format("{} sets nothing of it up", name(manager)),
                   manager);
  }
  return std::nullopt;
}

/// Configuration is there, and none of it is for a program that boot starts.
std::optional<Verdict> Judgement::not_started() const {
  const Connection* first = nullptr;
  for (const Connection& one : network_.connections) {
    // What is refused is not even looked at.
    if (one.backup || !one.at_boot || one.status == ConnectionStatus::ignored ||
        is_of_a_package(one.file()))
      continue;
    if (starts(manager_of(one), services_)) return std::nullopt;
    if (!first || (first->by_failover && !one.by_failover)) first = &one;
  }
  if (!first) return std::nullopt;
  const Manager manager = manager_of(*first);
  std::string_view service = "network";
  if (manager == Manager::network_manager) service = "NetworkManager";
  if (manager == Manager::ifupdown) service = "networking";
  if (manager == Manager::networkd) service = "systemd-networkd";
  if (manager == Manager::dhcpcd) service = "dhcpcd";
  const NetworkServices::Service* found = services_.find(service);
  const bool is_gone = !found || found->state == NetworkServices::State::not_found;
  return fail("not-started",
              {{"file", first->file()},
               {"manager", std::string(name(manager))},
               {"state", fmt::format("{}.service: {}", service,
                                     is_gone ? "not found" : std::string(name(found->state)))}});
}

bool Judgement::nothing_at_all() const {
  constexpr Manager all[] = {Manager::network_manager, Manager::network_scripts, Manager::wicked,
                             Manager::ifupdown,        Manager::networkd,        Manager::dhcpcd};
  return std::none_of(std::begin(all), std::end(all),
                      [this](Manager one) { return starts(one, services_); }) &&
         std::none_of(network_.connections.begin(), network_.connections.end(),
                      [](const Connection& one) { return in_force(one); });
}

/// By its own rules: it does not touch what Debian's interfaces file names, what netplan gives to
/// systemd-networkd, or what it is told not to manage. Source: NetworkManager.conf(5), [ifupdown]
/// managed and unmanaged-devices; netplan, src/networkd.c; nm-settings-ifcfg-rh(5), NM_CONTROLLED.
bool Judgement::network_manager_leaves(const std::string& interface, Manager other) const {
  const NetworkManagerConfig& config = network_.network_manager;
  if (config.is_unmanaged(interface, "")) return true;
  const std::vector<std::string> plugins = config.plugins();
  const auto loads = [&](std::string_view plugin) {
    return plugins.empty() || std::find(plugins.begin(), plugins.end(), plugin) != plugins.end();
  };
  if (other == Manager::ifupdown) return loads("ifupdown") && !config.manages_ifupdown();
  if (other == Manager::network_scripts) return loads("ifcfg-rh");
  return other == Manager::netplan;
}

bool Judgement::leave_each_other_alone(const Connection& a, const Connection& b) const {
  const Manager one = manager_of(a), other = manager_of(b);
  if (one == other) return true;
  // The scripts hand over to a NetworkManager that runs, unless the file says otherwise.
  const std::string interface(without_label(a.interface));
  if (one == Manager::network_manager) return network_manager_leaves(interface, other);
  if (other == Manager::network_manager) return network_manager_leaves(interface, one);
  // What netplan hands to systemd-networkd is one program's again: it takes the first file.
  return (one == Manager::netplan && other == Manager::networkd) ||
         (one == Manager::networkd && other == Manager::netplan);
}

/// systemd-networkd takes the first file that is for an interface, also one that says only that it
/// is to be left alone. Source: systemd.network(5).
bool Judgement::an_earlier_file_has(const std::string& interface, const Connection& one) const {
  if (one.stack != NetworkStack::networkd) return false;
  return std::any_of(
      network_.connections.begin(), network_.connections.end(), [&](const Connection& other) {
        const bool counts =
            other.status == ConnectionStatus::ok ||
            (other.status == ConnectionStatus::ignored && other.reason == networkd_unmanaged);
        return !other.backup && other.stack == NetworkStack::networkd && counts &&
               file_name(other.file()) < file_name(one.file()) &&
               other.applies_to(interface, "") == Applies::yes;
      });
}

std::optional<Verdict> Judgement::two_managers_of(const std::string& interface) const {
  std::vector<const Connection*> claims;
  for (const Connection& one : network_.connections)
    if (in_force(one) && configures_addresses(one) && !is_of_a_package(one.file()) &&
        one.applies_to(interface, "") == Applies::yes && starts(manager_of(one), services_) &&
        !an_earlier_file_has(interface, one))
      claims.push_back(&one);
  for (const Connection* first : claims)
    for (const Connection* second : claims) {
      if (second <= first || leave_each_other_alone(*first, *second)) continue;
      return warn("two-managers", {{"interface", interface},
                                   {"first", std::string(name(manager_of(*first)))},
                                   {"first_file", first->file()},
                                   {"second", std::string(name(manager_of(*second)))},
                                   {"second_file", second->file()}});
    }
  return std::nullopt;
}

std::optional<Verdict> Judgement::two_managers() const {
  std::set<std::string> interfaces;
  for (const Connection& one : network_.connections)
    if (in_force(one) && !one.interface.empty())
      interfaces.insert(std::string(without_label(one.interface)));
  for (const std::string& interface : interfaces)
    if (std::optional<Verdict> found = two_managers_of(interface)) return found;
  return std::nullopt;
}

/// A program whose state nobody could read.
const NetworkServices::Service* unreadable(const NetworkServices& services) {
  for (const NetworkServices::Service& one : services.all)
    if (one.state == NetworkServices::State::unknown) return &one;
  return nullptr;
}

Verdict decide(ProtectedVm<ConfiguredNetwork> network, ProtectedVm<UnitFiles> units,
               ProtectedVm<InitLinks> init) {
  const std::string& host = network.host().name;
  const NetworkServices services = network_services(*units, *init);
  const Judgement judgement(*network, services);
  if (std::optional<Verdict> refused = judgement.refused()) return *refused;
  if (const NetworkServices::Service* hidden = unreadable(services))
    return unknown({ErrorKind::denied, fmt::format("{}: the unit of {} cannot be read, so whether "
                                                   "it starts is not known; run this as root",
                                                   host, hidden->name)});
  if (init->init == InitLinks::Init::unknown && units->all.empty())
    return unknown({ErrorKind::not_found,
                    host + ": neither systemd's units nor init's scripts are there, so nobody "
                           "knows which program reads the network's configuration"});
  if (judgement.nothing_at_all() && network->problems.empty())
    return unknown({ErrorKind::not_found,
                    host + ": no file says how the network is set up, and no program that is known "
                           "here and could do it starts at boot"});
  if (std::optional<Verdict> idle = judgement.not_started()) return *idle;
  const auto denied = std::find_if(
      network->problems.begin(), network->problems.end(), [](const NetworkProblem& one) {
        return !one.backup && one.kind != ErrorKind::malformed && !is_of_a_package(one.file);
      });
  if (denied != network->problems.end())
    return unknown(
        {denied->kind, host + ": " + denied->text() +
                           (denied->kind == ErrorKind::denied ? "; run this as root" : "")});
  if (std::optional<Verdict> two = judgement.two_managers()) return *two;
  return pass();
}

}  // namespace

extern constinit const Probe protected_vm_network_configuration{
    .id = "protected-vm.network-configuration",
    .question = "Is the network's configuration accepted, and by one program only?",
    .rule =
        "Own judgement; who reads what, and which file each program refuses: the readers in "
        "collectors/network, measured against netplan 0.106, ifupdown 0.8.41, NetworkManager 1.42, "
        "systemd 252 and wicked 0.6",
    .codes = codes,
    .os = Os::gnu_linux,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
