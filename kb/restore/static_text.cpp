#include "kb/restore/static_text.h"

#include <fmt/format.h>

namespace fbd {
namespace {

std::string joined(const std::vector<std::string>& all, std::string_view between) {
  return fmt::format("{}", fmt::join(all, between));
}

std::string text(const Cidr& address) { return address.text(); }

std::string joined(const std::vector<Cidr>& all, std::string_view between) {
  std::string result;
  for (const Cidr& one : all) result += (result.empty() ? "" : std::string(between)) + text(one);
  return result;
}

std::string netmask(int prefix) {
  const std::uint32_t mask = prefix == 0 ? 0 : ~std::uint32_t{0} << (32 - prefix);
  return fmt::format("{}.{}.{}.{}", mask >> 24U, mask >> 16U & 255U, mask >> 8U & 255U,
                     mask & 255U);
}

bool is_fixed(const IpConfiguration& ip) {
  return ip.method == AddressMethod::fixed && !ip.addresses.empty();
}

std::string_view ipv6_method(AddressMethod method) {
  switch (method) {
    case AddressMethod::fixed:
      return "manual";
    case AddressMethod::dhcp:
      return "dhcp";
    case AddressMethod::automatic:
      return "auto";
    case AddressMethod::none:
    case AddressMethod::other:
      return "";
  }
  return "";
}

/// With the length that "default" has.
std::string destination(const ConfiguredRoute& route, bool v4) {
  return route.to != "default" ? route.to : v4 ? "0.0.0.0/0" : "::/0";
}

/// As "ip route" takes them.
std::string options(const ConfiguredRoute& route) {
  return (route.metric ? fmt::format(" metric {}", *route.metric) : "") +
         (route.table ? fmt::format(" table {}", *route.table) : "");
}

ConfiguredRoute gateway_route(const IpConfiguration& ip) {
  return {"default", ip.gateway, ip.gateway_metric};
}

std::string keyfile_section(const IpConfiguration& ip, std::string_view section,
                            std::string_view method) {
  std::string result = fmt::format("\n[{}]\nmethod={}\n", section, method);
  for (std::size_t i = 0; i < ip.addresses.size(); ++i)
    result += fmt::format("address{}={}{}\n", i + 1, text(ip.addresses[i]),
                          i == 0 && !ip.gateway.empty() ? "," + ip.gateway : "");
  if (ip.gateway_metric) result += fmt::format("route-metric={}\n", *ip.gateway_metric);
  if (!ip.dns.empty()) result += fmt::format("dns={};\n", joined(ip.dns, ";"));
  if (!ip.search.empty()) result += fmt::format("dns-search={};\n", joined(ip.search, ";"));
  for (std::size_t i = 0; i < ip.routes.size(); ++i) {
    const ConfiguredRoute& route = ip.routes[i];
    result += fmt::format("route{}={}{}{}\n", i + 1, destination(route, section == "ipv4"),
                          !route.via.empty() ? "," + route.via
                          : route.metric     ? ","
                                             : "",
                          route.metric ? fmt::format(",{}", *route.metric) : "");
    if (route.table) result += fmt::format("route{}_options=table={}\n", i + 1, *route.table);
  }
  return result;
}

std::string netplan_route(const ConfiguredRoute& route, bool v4) {
  return fmt::format("        - {{to: \"{}\"{}{}{}}}\n", destination(route, v4),
                     route.via.empty() ? ", scope: link" : fmt::format(", via: \"{}\"", route.via),
                     route.metric ? fmt::format(", metric: {}", *route.metric) : "",
                     route.table ? fmt::format(", table: {}", *route.table) : "");
}

std::string networkd_route(const ConfiguredRoute& route, bool v4) {
  return fmt::format("\n[Route]\nDestination={}\n{}{}{}", destination(route, v4),
                     route.via.empty() ? "" : fmt::format("Gateway={}\n", route.via),
                     route.metric ? fmt::format("Metric={}\n", *route.metric) : "",
                     route.table ? fmt::format("Table={}\n", *route.table) : "");
}

std::string netplan_list(const std::vector<std::string>& all) {
  return fmt::format("[\"{}\"]", joined(all, "\", \""));
}

}  // namespace

std::string keyfile_text(const StaticInterface& wanted) {
  std::string result =
      fmt::format("[connection]\nid={0}\ntype=ethernet\ninterface-name={0}\n", wanted.name);
  if (wanted.mtu) result += fmt::format("\n[ethernet]\nmtu={}\n", *wanted.mtu);
  result += keyfile_section(wanted.ipv4, "ipv4", "manual");
  if (const std::string_view method = ipv6_method(wanted.ipv6.method); !method.empty())
    result += keyfile_section(wanted.ipv6, "ipv6", method);
  return result;
}

std::string ifcfg_text(const StaticInterface& wanted) {
  std::string result =
      fmt::format("DEVICE={}\nTYPE=Ethernet\nONBOOT=yes\nBOOTPROTO=none\n", wanted.name);
  for (std::size_t i = 0; i < wanted.ipv4.addresses.size(); ++i) {
    const Cidr& one = wanted.ipv4.addresses[i];
    const std::string suffix = i == 0 ? "" : std::to_string(i);
    const int prefix = one.prefix.value_or(32);
    // RHEL 5 knows no PREFIX.
    result += fmt::format("IPADDR{0}={1}\nPREFIX{0}={2}\nNETMASK{0}={3}\n", suffix, one.address,
                          prefix, netmask(prefix));
  }
  if (!wanted.ipv4.gateway.empty()) result += fmt::format("GATEWAY={}\n", wanted.ipv4.gateway);
  // NetworkManager reads the one, the scripts the other.
  if (const auto& metric = wanted.ipv4.gateway_metric)
    result += fmt::format("IPV4_ROUTE_METRIC={0}\nMETRIC={0}\n", *metric);
  std::vector<std::string> dns = wanted.ipv4.dns;
  if (is_fixed(wanted.ipv6)) dns.insert(dns.end(), wanted.ipv6.dns.begin(), wanted.ipv6.dns.end());
  for (std::size_t i = 0; i < dns.size(); ++i) result += fmt::format("DNS{}={}\n", i + 1, dns[i]);
  if (!wanted.ipv4.search.empty())
    result += fmt::format("DOMAIN=\"{}\"\n", joined(wanted.ipv4.search, " "));
  if (wanted.mtu) result += fmt::format("MTU={}\n", *wanted.mtu);
  if (is_fixed(wanted.ipv6)) {
    const std::vector<Cidr>& all = wanted.ipv6.addresses;
    result += fmt::format("IPV6INIT=yes\nIPV6_AUTOCONF=no\nIPV6ADDR={}\n", text(all.front()));
    if (all.size() > 1)
      result += fmt::format("IPV6ADDR_SECONDARIES=\"{}\"\n",
                            joined(std::vector<Cidr>(all.begin() + 1, all.end()), " "));
    if (!wanted.ipv6.gateway.empty())
      result += fmt::format("IPV6_DEFAULTGW={}\n", wanted.ipv6.gateway);
  } else if (wanted.ipv6.method == AddressMethod::automatic) {
    result += "IPV6INIT=yes\nIPV6_AUTOCONF=yes\n";
  } else if (wanted.ipv6.method == AddressMethod::dhcp) {
    result += "IPV6INIT=yes\nIPV6_AUTOCONF=no\nDHCPV6C=yes\n";
  }
  return result;
}

std::string ifcfg_routes_text(const StaticInterface& wanted) {
  std::string result;
  for (const ConfiguredRoute& route : wanted.ipv4.routes)
    result += fmt::format("{}{} dev {}{}\n", route.to, route.via.empty() ? "" : " via " + route.via,
                          wanted.name, options(route));
  return result;
}

std::string suse_ifcfg_text(const StaticInterface& wanted) {
  std::string result = "BOOTPROTO='static'\nSTARTMODE='auto'\n";
  std::vector<Cidr> all = wanted.ipv4.addresses;
  if (is_fixed(wanted.ipv6))
    all.insert(all.end(), wanted.ipv6.addresses.begin(), wanted.ipv6.addresses.end());
  for (std::size_t i = 0; i < all.size(); ++i)
    result += fmt::format("IPADDR{}='{}'\n", i == 0 ? "" : fmt::format("_{}", i), text(all[i]));
  if (wanted.mtu) result += fmt::format("MTU='{}'\n", *wanted.mtu);
  return result;
}

std::string suse_routes_text(const StaticInterface& wanted) {
  std::string result;
  for (const IpConfiguration* ip : {&wanted.ipv4, &wanted.ipv6}) {
    if (!is_fixed(*ip)) continue;
    if (!ip->gateway.empty())
      result += fmt::format("{} {} - {}{}\n", ip == &wanted.ipv4 ? "default" : "::/0", ip->gateway,
                            wanted.name, options(gateway_route(*ip)));
    for (const ConfiguredRoute& route : ip->routes)
      result += fmt::format("{} {} - {}{}\n", route.to, route.via.empty() ? "-" : route.via,
                            wanted.name, options(route));
  }
  return result;
}

std::string netplan_text(const StaticInterface& wanted, std::string_view id) {
  std::string result =
      fmt::format("network:\n  version: 2\n  ethernets:\n    \"{}\":\n      dhcp4: false\n", id);
  std::vector<std::string> addresses, dns = wanted.ipv4.dns;
  std::string routes;
  for (const IpConfiguration* ip : {&wanted.ipv4, &wanted.ipv6}) {
    if (!is_fixed(*ip)) continue;
    for (const Cidr& one : ip->addresses) addresses.push_back(text(one));
    if (ip == &wanted.ipv6) dns.insert(dns.end(), ip->dns.begin(), ip->dns.end());
    if (!ip->gateway.empty()) routes += netplan_route(gateway_route(*ip), ip == &wanted.ipv4);
    for (const ConfiguredRoute& route : ip->routes)
      routes += netplan_route(route, ip == &wanted.ipv4);
  }
  result += fmt::format("      addresses: {}\n", netplan_list(addresses));
  if (!routes.empty()) result += "      routes:\n" + routes;
  if (!dns.empty() || !wanted.ipv4.search.empty()) {
    result += "      nameservers:\n";
    if (!dns.empty()) result += fmt::format("        addresses: {}\n", netplan_list(dns));
    if (!wanted.ipv4.search.empty())
      result += fmt::format("        search: {}\n", netplan_list(wanted.ipv4.search));
  }
  if (wanted.mtu) result += fmt::format("      mtu: {}\n", *wanted.mtu);
  return result;
}

std::string networkd_text(const StaticInterface& wanted) {
  std::string result = fmt::format("[Match]\nName={}\n", wanted.name);
  if (wanted.mtu) result += fmt::format("\n[Link]\nMTUBytes={}\n", *wanted.mtu);
  result += fmt::format("\n[Network]\nDHCP={}\n",
                        wanted.ipv6.method == AddressMethod::dhcp ? "ipv6" : "no");
  if (wanted.ipv6.method == AddressMethod::automatic) result += "IPv6AcceptRA=yes\n";
  std::string routes;
  for (const IpConfiguration* ip : {&wanted.ipv4, &wanted.ipv6}) {
    if (!is_fixed(*ip)) continue;
    for (const Cidr& one : ip->addresses) result += fmt::format("Address={}\n", text(one));
    if (!ip->gateway.empty() && !ip->gateway_metric)
      result += fmt::format("Gateway={}\n", ip->gateway);
    else if (!ip->gateway.empty())
      routes += networkd_route(gateway_route(*ip), ip == &wanted.ipv4);
    for (const std::string& one : ip->dns) result += fmt::format("DNS={}\n", one);
    for (const ConfiguredRoute& route : ip->routes)
      routes += networkd_route(route, ip == &wanted.ipv4);
  }
  if (!wanted.ipv4.search.empty())
    result += fmt::format("Domains={}\n", joined(wanted.ipv4.search, " "));
  return result + routes;
}

std::string ifupdown_text(const StaticInterface& wanted) {
  std::string result;
  const std::vector<Cidr>& all = wanted.ipv4.addresses;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const int prefix = all[i].prefix.value_or(32);
    result += fmt::format("iface {} inet static\n  address {}\n  netmask {}\n", wanted.name,
                          all[i].address, netmask(prefix));
    if (i > 0) continue;
    if (!wanted.ipv4.gateway.empty()) result += fmt::format("  gateway {}\n", wanted.ipv4.gateway);
    if (const auto& metric = wanted.ipv4.gateway_metric)
      result += fmt::format("  metric {}\n", *metric);
    if (!wanted.ipv4.dns.empty())
      result += fmt::format("  dns-nameservers {}\n", joined(wanted.ipv4.dns, " "));
    if (!wanted.ipv4.search.empty())
      result += fmt::format("  dns-search {}\n", joined(wanted.ipv4.search, " "));
    if (wanted.mtu) result += fmt::format("  mtu {}\n", *wanted.mtu);
    for (const ConfiguredRoute& route : wanted.ipv4.routes)
      result +=
          fmt::format("  up ip route add {}{} dev {}{}\n", route.to,
                      route.via.empty() ? "" : " via " + route.via, wanted.name, options(route));
  }
  return result;
}

std::string dhcpcd_text(const StaticInterface& wanted) {
  std::string result = fmt::format("interface {}\nstatic ip_address={}\n", wanted.name,
                                   text(wanted.ipv4.addresses.front()));
  if (!wanted.ipv4.gateway.empty())
    result += fmt::format("static routers={}\n", wanted.ipv4.gateway);
  if (!wanted.ipv4.dns.empty())
    result += fmt::format("static domain_name_servers={}\n", joined(wanted.ipv4.dns, " "));
  if (!wanted.ipv4.search.empty())
    result += fmt::format("static domain_search={}\n", joined(wanted.ipv4.search, " "));
  return result;
}

}  // namespace fbd
