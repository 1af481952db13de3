#include <utility>

#include <fmt/format.h>

#include "collectors/network/networkd_network.h"

namespace fbd {
namespace {

void set_ipv4(NetworkdNetwork& network) {
  IpConfiguration& ip = network.connection.ipv4;
  const bool link_local = network.link_local_v4.value_or(false);
  ip.addresses = std::move(network.addresses.v4);
  if (network.dhcp_v4)
    ip.method = AddressMethod::dhcp;
  else if (!ip.addresses.empty())
    ip.method = AddressMethod::fixed;
  else if (link_local || network.addresses.pool_v4)
    ip.method = AddressMethod::other;
  if (network.dhcp_v4 && !ip.addresses.empty()) ip.add_also("static");
  if (link_local) ip.add_also("link-local");
  ip.gateway = network.routes.gateway_v4;
  ip.gateway_metric = network.routes.metric_v4;
  ip.routes = std::move(network.routes.v4);
  ip.dns = std::move(network.dns_v4);
  ip.search = std::move(network.search);
}

/// A link-local address of IPv6 is on every interface, asked for or not, and no method.
void set_ipv6(NetworkdNetwork& network) {
  IpConfiguration& ip = network.connection.ipv6;
  const bool is_auto = network.router_announcements;
  ip.addresses = std::move(network.addresses.v6);
  if (network.dhcp_v6)
    ip.method = AddressMethod::dhcp;
  else if (is_auto)
    ip.method = AddressMethod::automatic;
  else if (!ip.addresses.empty())
    ip.method = AddressMethod::fixed;
  else if (network.addresses.pool_v6 || network.delegated_prefix)
    ip.method = AddressMethod::other;
  if ((network.dhcp_v6 || is_auto) && !ip.addresses.empty()) ip.add_also("static");
  if (network.dhcp_v6 && is_auto) ip.add_also("auto");
  ip.gateway = network.routes.gateway_v6;
  ip.gateway_metric = network.routes.metric_v6;
  ip.routes = std::move(network.routes.v6);
  ip.dns = std::move(network.dns_v6);
}

}  // namespace

void finish_networkd_network(NetworkdNetwork& network, bool is_port_of_bond, bool is_port_of_bridge,
                             NetworkReading& reading) {
  Connection& connection = network.connection;
  const std::string file = connection.file();
  const bool is_port = is_port_of_bond || is_port_of_bridge;
  if (is_port_of_bond) {
    const bool has_addresses = network.dhcp_v4 || network.dhcp_v6 ||
                               !network.addresses.v4.empty() || !network.addresses.v6.empty();
    if (has_addresses)
      reading.problem(network.relations.file, network.relations.line,
                      fmt::format("a port of the bond {} has no addresses", network.bond),
                      "networkd ignores its DHCP=, addresses and routes");
    network.addresses = {};
    network.routes = {};
    network.dhcp_v4 = network.dhcp_v6 = network.router_announcements = false;
    network.link_local_v4 = network.link_local_v6 = false;
    network.delegated_prefix = false;
  }
  if (!network.link_local_v6.value_or(!is_port && !network.keeps_controller)) {
    if (network.dhcp_v6 || network.router_announcements)
      reading.problem(file, network.asks_dhcp.file == file ? network.asks_dhcp.line : 0,
                      "IPv6 is asked for without its link-local address",
                      "networkd starts neither DHCPv6 nor takes announcements of routers");
    network.dhcp_v6 = network.router_announcements = false;
  }
  const SourcePlace& decided = network.dhcp_v4 ? network.asks_dhcp : network.addresses.first_v4;
  if (decided.line > 0) {
    connection.sources.front() = decided;
    if (decided.file != file) connection.sources.push_back({file, 0});
  }
  set_ipv4(network);
  set_ipv6(network);
}

}  // namespace fbd
