#include "probes/protected_vm/managers.h"

namespace fbd {
namespace {

/// A script "network" of its own, or on SLES the alias for wicked; there NetworkManager, too, takes
/// this name when it is the one in charge.
bool starts_network(const NetworkServices& services) {
  const NetworkServices::Service* service = services.find("network");
  return service && service->alias_of.find("etwork") == std::string::npos &&
         services.starts_at_boot("network");
}

}  // namespace

std::string_view name(Manager manager) {
  switch (manager) {
    case Manager::netplan:
      return "netplan";
    case Manager::network_manager:
      return "NetworkManager";
    case Manager::network_scripts:
      return "the network scripts";
    case Manager::wicked:
      return "wicked";
    case Manager::ifupdown:
      return "ifupdown";
    case Manager::networkd:
      return "systemd-networkd";
    case Manager::dhcpcd:
      return "dhcpcd";
  }
  return "";
}

Manager manager_of(const Connection& connection) {
  const std::string_view path = connection.file();
  if (path.starts_with("/run/systemd/network/10-netplan-") ||
      path.starts_with("/run/NetworkManager/system-connections/netplan-"))
    return Manager::netplan;
  switch (connection.stack) {
    case NetworkStack::netplan:
      return Manager::netplan;
    case NetworkStack::nm_keyfile:
    case NetworkStack::ifcfg_rh:
      return Manager::network_manager;
    case NetworkStack::network_scripts:
      return Manager::network_scripts;
    case NetworkStack::suse_ifcfg:
      return Manager::wicked;
    case NetworkStack::ifupdown:
      return Manager::ifupdown;
    case NetworkStack::networkd:
      return Manager::networkd;
    case NetworkStack::dhcpcd:
      return Manager::dhcpcd;
  }
  return Manager::netplan;
}

Manager manager_of(const NetworkProblem& problem, const ConfiguredNetwork& network) {
  const std::string_view path = problem.file;
  if (path.find("/netplan/") != path.npos) return Manager::netplan;
  if (path.find("/NetworkManager/") != path.npos) return Manager::network_manager;
  if (path.find("/systemd/network/") != path.npos) return Manager::networkd;
  if (path.starts_with("/etc/network/")) return Manager::ifupdown;
  if (path.starts_with("/etc/sysconfig/network-scripts/"))
    return network.ifcfg.reader == NetworkStack::ifcfg_rh ? Manager::network_manager
                                                          : Manager::network_scripts;
  if (path.starts_with("/etc/dhcpcd")) return Manager::dhcpcd;
  return Manager::wicked;
}

bool starts(Manager manager, const NetworkServices& services) {
  switch (manager) {
    case Manager::netplan:
      return true;
    case Manager::network_manager:
      // Debian and Ubuntu before 2015 call it otherwise.
      return services.starts_at_boot("NetworkManager") ||
             services.starts_at_boot("network-manager");
    case Manager::network_scripts:
      return starts_network(services);
    case Manager::wicked:
      // SLES 11 has a script "network", later releases the alias network.service.
      return services.starts_at_boot("wicked") || starts_network(services);
    case Manager::ifupdown:
      return services.starts_at_boot("networking");
    case Manager::networkd:
      return services.starts_at_boot("systemd-networkd");
    case Manager::dhcpcd:
      return services.starts_at_boot("dhcpcd");
  }
  return false;
}

}  // namespace fbd
