#include "kb/restore/plan_manager.h"

#include <algorithm>

#include <fmt/format.h>

#include "collectors/network/interface_intent.h"

// Sources: yum(8), dnf(8), zypper(8), apt-get(8), chkconfig(8), systemctl(1).

namespace fbd {
namespace {

using Family = OsRelease::Family;
using State = NetworkManagerPackage::State;

std::vector<std::string> installation(const OsRelease& os, State state) {
  switch (os.family()) {
    case Family::rhel:
      return {os.major().value_or(0) >= 8 ? "dnf --assumeyes install NetworkManager"
                                          : "yum --assumeyes install NetworkManager"};
    case Family::suse:
      return {"zypper --non-interactive install NetworkManager"};
    case Family::debian:
    case Family::ubuntu: {
      // Answers to questions about changed files are those that keep them.
      const std::string install =
          "DEBIAN_FRONTEND=noninteractive apt-get --assume-yes --option "
          "Dpkg::Options::=--force-confold install ";
      std::vector<std::string> commands;
      if (state == State::broken) commands.emplace_back("dpkg --configure --pending || true");
      commands.emplace_back("apt-get update || true");  // the lists that are there may do
      commands.push_back(install + "network-manager");
      return commands;
    }
    case Family::other:
      break;
  }
  return {};
}

/// Those that nobody else brings up: in profiles of NetworkManager.
std::vector<ExpectedAddress> of_profiles(const ConfiguredNetwork& network) {
  std::vector<ExpectedAddress> expected;
  for (const InterfaceIntent& intent : intents(network.connections, false)) {
    const bool is_profile =
        std::all_of(intent.connections.begin(), intent.connections.end(), [](const auto* one) {
          return one->stack == NetworkStack::nm_keyfile || one->stack == NetworkStack::ifcfg_rh;
        });
    if (!is_profile || intent.ipv4.method != AddressMethod::fixed) continue;
    for (const Cidr& address : intent.ipv4.addresses)
      expected.push_back({intent.interface, address.address, intent.ipv4.gateway});
  }
  return expected;
}

bool has_wicked(const ConfiguredNetwork& network) {
  return std::any_of(network.connections.begin(), network.connections.end(), [](const auto& one) {
    return one.stack == NetworkStack::suse_ifcfg && !one.backup && one.at_boot;
  });
}

}  // namespace

Result<RestorePlan> plan_network_manager(const NetworkManagerPackage& package, const OsRelease& os,
                                         const ConfiguredNetwork& network, const Medium* medium) {
  if (package.state == State::installed)
    return error(ErrorKind::not_found,
                 fmt::format("{} {} is installed", package.package, package.version));
  RestorePlan plan;
  plan.source = medium ? fmt::format("the medium of {} in {}", os.pretty,
                                     fmt::join(medium->repositories, ", "))
                       : fmt::format("the repositories of {}", os.pretty);
  plan.packages = medium ? installation_from(*medium, os) : installation(os, package.state);
  if (plan.packages.empty())
    return error(ErrorKind::not_found,
                 fmt::format("how packages are installed on {} is not known", os.pretty));
  if (!medium) plan.notes = medium_notes(os);
  if (os.family() == Family::suse && has_wicked(network)) {
    plan.notes.emplace_back(
        "it is installed and not started: the files in /etc/sysconfig/network are for wicked, "
        "which must not have a second manager beside it");
    return plan;
  }
  const bool has_systemd = os.family() != Family::rhel || os.major().value_or(0) >= 7;
  if (has_systemd) {
    plan.after = {"systemctl enable NetworkManager.service",
                  "systemctl start NetworkManager.service"};
    plan.undo = {"systemctl disable NetworkManager.service",
                 "systemctl stop NetworkManager.service"};
  } else {
    plan.after = {"chkconfig NetworkManager on", "service NetworkManager start"};
    plan.undo = {"chkconfig NetworkManager off", "service NetworkManager stop"};
  }
  plan.expected = of_profiles(network);
  return plan;
}

}  // namespace fbd
