#include <cstdint>
#include <optional>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "collectors/network/networkd_addresses.h"
#include "collectors/network/networkd_values.h"

namespace fbd {
namespace {

using Assignment = SystemdIni::Assignment;
using Section = SystemdIni::Section;

enum class Family { unknown, v4, v6 };

Family family_of(std::string_view address) {
  return is_ipv4(address) ? Family::v4 : is_ipv6(address) ? Family::v6 : Family::unknown;
}

struct Route {
  std::string to;
  std::string via;
  std::optional<unsigned> metric;
  Family family = Family::unknown;
  std::optional<unsigned> table;  // another one than the main table
  bool is_usual = true;           // unicast, of a table that is known
  bool from_dhcp = false;         // the gateway is what DHCP or the router says
  bool is_default = true;
};

/// "10.0.0.0/8", or an address alone: the host.
bool set_destination(Route& route, const std::string& text) {
  const std::size_t slash = text.find('/');
  const Family family = family_of(text.substr(0, slash));
  if (family == Family::unknown) return false;
  if (route.family != Family::unknown && route.family != family) return false;
  route.is_default = false;
  if (slash != std::string::npos) {
    const std::optional<std::uint32_t> length = systemd_number(text.substr(slash + 1));
    if (!length || *length > (family == Family::v4 ? 32U : 128U)) return false;
    route.is_default = *length == 0;
  }
  route.family = family;
  route.to = text;
  return true;
}

bool set_gateway(Route& route, const std::string& text) {
  route.via.clear();
  route.from_dhcp = text == "_dhcp" || text == "_dhcp4" || text == "_ipv6ra";
  if (text.empty()) return true;
  if (route.from_dhcp) {
    route.via = text;
    return true;
  }
  if (family_of(text) == Family::unknown) return false;
  route.via = text;
  return true;
}

/// Whether the value can be used. systemd 252, src/network/networkd-route.c.
bool set(Route& route, const Assignment& one) {
  if (one.key == "Gateway") return set_gateway(route, one.value);
  if (one.key == "Destination") return set_destination(route, one.value);
  if (one.key == "Metric") {
    route.metric = systemd_number(one.value);
    return route.metric.has_value();
  }
  if (one.key == "Table") {
    if (one.value.empty()) return false;
    route.table = systemd_number(one.value);
    if (!route.table) route.table = route_table(one.value);
    // Other names are those that networkd.conf gives.
    if (!route.table) route.is_usual = false;
    if (route.table == main_route_table) route.table.reset();
    return true;
  }
  if (one.key == "Type") route.is_usual = route.is_usual && one.value == "unicast";
  if (one.key == "GatewayOnLink" || one.key == "GatewayOnlink")
    return systemd_boolean(one.value).has_value();
  if (one.key == "Source" || one.key == "PreferredSource") {
    const Family family = family_of(one.value.substr(0, one.value.find('/')));
    if (route.family == Family::unknown) route.family = family;
    return family != Family::unknown;
  }
  if (one.key == "MultiPathRoute" && route.via.empty())
    route.via = one.value.substr(0, one.value.find_first_of("@ \t"));
  return true;
}

class Reader {
 public:
  explicit Reader(std::vector<NetworkProblem>& problems) : problems_(problems) {}

  void add(const Section& section) {
    if (section.name == "Network") {
      for (const Assignment& one : section.assignments) {
        if (one.key != "Gateway") continue;
        Route route;
        if (family_of(one.value) == Family::unknown)
          problem(section, one, "networkd ignores it");
        else if (set_gateway(route, one.value))
          take(route);
      }
    } else if (section.name == "Route") {
      Route route;
      for (const Assignment& one : section.assignments)
        if (!set(route, one))
          return problem(
              section, one,
              fmt::format("networkd ignores the whole [Route] section of line {}", section.line));
      take(route);
    }
  }

  NetworkdRoutes result() { return std::move(found_); }

 private:
  void take(Route route) {
    if (route.via == "_ipv6ra") route.family = Family::v6;
    if (route.family == Family::unknown)
      route.family = route.from_dhcp ? Family::v4 : family_of(route.via);
    if (route.family == Family::unknown || !route.is_usual) return;
    const bool v4 = route.family == Family::v4;
    std::string& gateway = v4 ? found_.gateway_v4 : found_.gateway_v6;
    if (route.is_default && route.from_dhcp) return;
    if (route.is_default && !route.table && gateway.empty() && !route.via.empty()) {
      gateway = route.via;
      (v4 ? found_.metric_v4 : found_.metric_v6) = route.metric;
      return;
    }
    (v4 ? found_.v4 : found_.v6)
        .push_back({route.is_default ? "default" : route.to, route.via, route.metric, route.table});
  }

  void problem(const Section& section, const Assignment& one, std::string consequence) {
    constexpr std::size_t most = 100;
    if (problems_.size() < most)
      problems_.push_back(
          {section.file, one.line,
           fmt::format("{}={} cannot be used", printable(one.key, 30), printable(one.value, 60)),
           std::move(consequence)});
  }

  std::vector<NetworkProblem>& problems_;
  NetworkdRoutes found_;
};

}  // namespace

NetworkdRoutes networkd_routes(const SystemdIni& ini, std::vector<NetworkProblem>& problems) {
  Reader reader(problems);
  for (const Section& section : ini.sections) reader.add(section);
  return reader.result();
}

}  // namespace fbd
