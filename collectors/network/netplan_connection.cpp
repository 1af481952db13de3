#include "collectors/network/netplan_connection.h"

#include <algorithm>
#include <limits>

#include "collectors/network/name_pattern.h"

namespace fbd {
namespace {

// What the failover adds; it is for the network driver of Hyper-V and means nothing on VMware.
constexpr std::string_view failover_file = "50-azure_migrate_dhcp.yaml";
constexpr std::size_t longest_interface_name = 15;

std::string_view type_name(NetplanType type) {
  switch (type) {
    case NetplanType::ethernet:
      return "ethernet";
    case NetplanType::wifi:
      return "wifi";
    case NetplanType::modem:
      return "modem";
    case NetplanType::bridge:
      return "bridge";
    case NetplanType::bond:
      return "bond";
    case NetplanType::vlan:
      return "vlan";
    case NetplanType::tunnel:
      return "tunnel";
    case NetplanType::vrf:
      return "vrf";
    case NetplanType::dummy:
      return "dummy";
    case NetplanType::veth:
      return "veth";
    case NetplanType::nm_device:
      return "nm-device";
    case NetplanType::port:
      return "port";
  }
  return "";
}

void choose_interface(const NetplanDefinition& from, Connection& to) {
  if (!from.has_match) {
    // An nm-device has an id of its own, and often one that is no name.
    if (from.type != NetplanType::nm_device || from.id.size() <= longest_interface_name)
      to.interface = from.id;
    return;
  }
  ConnectionMatch match;
  if (!from.match_mac.empty()) match.macs.push_back(from.match_mac);
  match.drivers = from.match_drivers;
  if (from.set_name) {
    // The name that is matched is the one before; what configures it looks for the new one.
    to.interface = *from.set_name;
  } else if (!from.match_name.empty()) {
    match.names.push_back(from.match_name);
    if (!is_pattern(from.match_name)) to.interface = from.match_name;
  }
  if (to.interface.empty() || !match.names.empty() || !match.macs.empty() || !match.drivers.empty())
    to.match = std::move(match);
}

bool is_default(const NetplanRoute& route) {
  return route.to == "default" || route.to == "0.0.0.0/0" || route.to == "::/0";
}

/// The default route that the kernel takes: with the lowest metric, of the first of these.
const NetplanRoute* default_route(const std::vector<const NetplanRoute*>& routes) {
  const NetplanRoute* best = nullptr;
  for (const NetplanRoute* route : routes)
    if (is_default(*route) && !route->via.empty() &&
        (!best || route->metric.value_or(0) < best->metric.value_or(0)))
      best = route;
  return best;
}

void take_routes(const NetplanDefinition& from, bool v4, IpConfiguration& to) {
  std::vector<const NetplanRoute*> routes;
  std::vector<const NetplanRoute*> by_rules;
  for (const NetplanRoute& route : from.routes) {
    // Other tables are for policies, and other types lead nowhere.
    const std::uint32_t table = route.table.value_or(main_route_table);
    const bool is_used = table == main_route_table || table == from.vrf_table;
    if (route.family == (v4 ? 4 : 6) && route.type == "unicast")
      (is_used ? routes : by_rules).push_back(&route);
  }
  const NetplanRoute* gateway = nullptr;
  to.gateway = v4 ? from.gateway4 : from.gateway6;
  if (to.gateway.empty()) {
    gateway = default_route(routes);
    if (gateway) {
      to.gateway = gateway->via;
      if (gateway->metric) to.gateway_metric = *gateway->metric;
    }
  }
  const auto add = [&](const NetplanRoute& route) -> ConfiguredRoute& {
    ConfiguredRoute& one = to.routes.emplace_back();
    one.to = is_default(route) ? "default" : route.to;
    one.via = route.via;
    if (route.metric) one.metric = *route.metric;
    return one;
  };
  for (const NetplanRoute* route : routes)
    if (route != gateway) add(*route);
  for (const NetplanRoute* route : by_rules) add(*route).table = *route->table;
}

void take_addresses(const NetplanDefinition& from, bool v4, IpConfiguration& to) {
  for (const std::string& text : from.addresses.all) {
    const auto address = parse_cidr(text);
    // The length may be none for all that netplan checks; then what gets it does not take it.
    if (!address) continue;
    if (is_ipv4(address->address) == v4) to.addresses.push_back(*address);
  }
  for (const std::string& server : from.dns.all)
    if (is_ipv4(server) == v4) to.dns.push_back(server);
  if (v4) to.search = from.search.all;
  take_routes(from, v4, to);
}

IpConfiguration ipv4(const NetplanDefinition& from, NetplanRenderer renderer) {
  IpConfiguration ip;
  take_addresses(from, true, ip);
  const bool is_hotspot = renderer == NetplanRenderer::network_manager &&
                          std::any_of(from.access_points.begin(), from.access_points.end(),
                                      [](const auto& point) { return point.second.mode == "ap"; });
  if (is_hotspot) {
    ip.method = AddressMethod::other;
    ip.add_also("shared");
  } else if (from.dhcp4) {
    ip.method = AddressMethod::dhcp;
  } else if (!ip.addresses.empty()) {
    ip.method = AddressMethod::fixed;
  } else if (from.link_local4) {
    ip.method = AddressMethod::other;
  }
  if (ip.method != AddressMethod::fixed && !ip.addresses.empty()) ip.add_also("static");
  // For lack of anything NetworkManager is told to take a link-local address.
  const bool for_lack = renderer == NetplanRenderer::network_manager &&
                        ip.method == AddressMethod::none && from.type != NetplanType::tunnel;
  if (from.link_local4 || for_lack) ip.add_also("link-local");
  return ip;
}

IpConfiguration ipv6(const NetplanDefinition& from) {
  IpConfiguration ip;
  take_addresses(from, false, ip);
  const bool announced = from.accept_ra.value_or(false);
  if (from.dhcp6) {
    ip.method = AddressMethod::dhcp;
    if (announced) ip.add_also("auto");
  } else if (announced) {
    ip.method = AddressMethod::automatic;
  } else if (!ip.addresses.empty()) {
    ip.method = AddressMethod::fixed;
  }
  if (ip.method != AddressMethod::fixed && !ip.addresses.empty()) ip.add_also("static");
  return ip;
}

/// A port of a bond, and any port for NetworkManager, has no addresses. networkd gives a port of a
/// bridge those it has; netplan only turns the link-local ones off there, and with them what IPv6
/// asks for from there.
void take_from_port(const NetplanDefinition& from, NetplanRenderer renderer, Connection& to) {
  if (!from.bond.empty() || renderer == NetplanRenderer::network_manager) {
    to.ipv4 = to.ipv6 = {};
    return;
  }
  if (to.ipv4.method == AddressMethod::other) to.ipv4.method = AddressMethod::none;
  std::erase(to.ipv4.also, "link-local");
  to.ipv6.method = to.ipv6.addresses.empty() ? AddressMethod::none : AddressMethod::fixed;
  to.ipv6.also.clear();
}

}  // namespace

Connection netplan_connection(const NetplanDefinition& from, NetplanRenderer renderer,
                              const std::vector<NetplanId>& ports) {
  Connection to;
  to.stack = NetworkStack::netplan;
  to.id = from.id;
  to.type = type_name(from.type);
  choose_interface(from, to);
  to.ports = ports;
  to.controller = from.bond.empty() ? from.bridge : from.bond;
  to.parent = from.type == NetplanType::vlan ? from.vlan_link : from.tunnel.link;
  if (from.vlan_id) to.vlan_id = static_cast<int>(std::min<std::uint32_t>(*from.vlan_id, 4095));
  if (from.mtu > 0 && from.mtu <= std::numeric_limits<int>::max())
    to.mtu = static_cast<int>(from.mtu);
  to.set_mac = from.set_mac;
  to.at_boot = from.activation_mode.empty();
  to.ipv4 = ipv4(from, renderer);
  to.ipv6 = ipv6(from);
  if (renderer == NetplanRenderer::network_manager) pass_through(from, to);
  if (!to.controller.empty()) take_from_port(from, renderer, to);

  if (from.decided.line > 0) to.sources.push_back(from.decided);
  for (const SourcePlace& place : from.places)
    if (place.file != from.decided.file || place.line != from.decided.line)
      to.sources.push_back(place);
  to.by_failover =
      !from.places.empty() &&
      std::all_of(from.places.begin(), from.places.end(),
                  [](const SourcePlace& place) { return file_name(place.file) == failover_file; });
  return to;
}

}  // namespace fbd
