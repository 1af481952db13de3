#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "collectors/network/netplan_keys.h"

namespace fbd {
namespace {

using Kind = NetplanKey::Kind;
using Route = NetplanRoute;

int family_of(std::string_view address) {
  const std::string_view plain = without_prefix(address);
  return is_ipv4(plain) ? 4 : is_ipv6(plain) ? 6 : 0;
}

template <std::string Route::*to>
void take_address(NetplanParse& parse, const YamlNode& node) {
  Route& route = *parse.route;
  const int family = family_of(node.scalar);
  if (family == 0)
    return parse.refuse(node, fmt::format("\"{}\" is no address", printable(node.scalar, 60)));
  if (route.family != 0 && route.family != family)
    return parse.refuse(node, "IPv4 and IPv6 are mixed here");
  route.family = family;
  route.*to = node.scalar;
}

void destination(NetplanParse& parse, const YamlNode& node) {
  if (node.scalar != "default") return take_address<&Route::to>(parse, node);
  if (parse.route->to.empty()) parse.route->to = node.scalar;
}

template <std::optional<std::uint32_t> Route::*to>
void take_route_number(NetplanParse& parse, const YamlNode& node) {
  if (const auto value = number(parse, node)) parse.route->*to = *value;
}

template <std::string Route::*to>
void take_word(NetplanParse& parse, const YamlNode& node, std::string_view what,
               std::initializer_list<std::string_view> words) {
  for (std::string_view word : words)
    if (same_word(node.scalar, word)) {
      parse.route->*to = word;
      return;
    }
  is_one_of(parse, node, what, words);
}

const NetplanKey route_keys[]{
    {"from", Kind::scalar, take_address<&Route::from>},
    {"on-link", Kind::scalar, any_boolean},
    {"scope", Kind::scalar,
     [](NetplanParse& parse, const YamlNode& node) {
       take_word<&Route::scope>(parse, node, "scope", {"global", "link", "host"});
     }},
    {"table", Kind::scalar, take_route_number<&Route::table>},
    {"to", Kind::scalar, destination},
    {"type", Kind::scalar,
     [](NetplanParse& parse, const YamlNode& node) {
       take_word<&Route::type>(
           parse, node, "type of route",
           {"unicast", "anycast", "blackhole", "broadcast", "local", "multicast", "nat", "prohibit",
            "throw", "unreachable", "xresolve"});
     }},
    {"via", Kind::scalar, take_address<&Route::via>},
    {"metric", Kind::scalar, take_route_number<&Route::metric>},
    {"mtu", Kind::scalar, any_number},
    {"congestion-window", Kind::scalar, any_number},
    {"advertised-receive-window", Kind::scalar, any_number},
    {"advertised-mss", Kind::scalar, any_number},
};

std::string_view default_scope(const Route& route) {
  if (route.type == "local" || route.type == "nat") return "host";
  if ((route.type == "unicast" && route.via.empty()) || route.type == "broadcast" ||
      route.type == "multicast" || route.type == "anycast")
    return "link";
  return "global";
}

std::string identity(const Route& route) {
  std::string to = route.to;
  if (to == "default") to = route.family == 4 ? "0.0.0.0/0" : "::/0";
  const auto text = [](const std::optional<std::uint32_t>& value) {
    return value ? std::to_string(*value) : "";
  };
  return fmt::format("{} {} {} {} {} {}", route.family, to, route.via, route.from,
                     text(route.table), text(route.metric));
}

void routes(NetplanParse& parse, const YamlNode& node) {
  NetplanDefinition& definition = *parse.definition;
  definition.has_routes = true;
  for (const YamlNode& item : node.items) {
    Route route;
    parse.route = &route;
    take_mapping(parse, item, {route_keys});
    parse.route = nullptr;
    if (parse.refusal) continue;
    if (route.scope.empty()) route.scope = default_scope(route);
    if (route.to.empty())
      parse.refuse(item, "a route without \"to\"");
    else if (route.type == "unicast" && route.scope == "global" && route.via.empty())
      parse.refuse(item, "a route without \"via\"");
    else if (definition.known_routes.insert(identity(route)).second)
      definition.routes.push_back(route);
  }
}

const NetplanKey rule_keys[]{
    {"from", Kind::scalar, take_address<&Route::from>},
    {"mark", Kind::scalar, any_number},
    {"priority", Kind::scalar, any_number},
    {"table", Kind::scalar, take_route_number<&Route::table>},
    {"to", Kind::scalar, take_address<&Route::to>},
    {"type-of-service", Kind::scalar,
     [](NetplanParse& parse, const YamlNode& node) {
       if (const auto value = number(parse, node); value && *value > 255)
         parse.refuse(node, "type-of-service is at most 255");
     }},
};

void rules(NetplanParse& parse, const YamlNode& node) {
  for (const YamlNode& item : node.items) {
    Route rule;
    parse.route = &rule;
    take_mapping(parse, item, {rule_keys});
    parse.route = nullptr;
    if (rule.from.empty() && rule.to.empty())
      parse.refuse(item, "a routing policy without \"from\" and \"to\"");
    if (rule.table) parse.definition->rule_tables.insert(*rule.table);
  }
}

const NetplanKey routing_keys[]{
    {"routes", Kind::sequence, routes},
    {"routing-policy", Kind::sequence, rules},
};

}  // namespace

NetplanKeys netplan_routing_keys() { return routing_keys; }

}  // namespace fbd
