#include <optional>

#include <nlohmann/json.hpp>

#include "collectors/network/configured_network.h"

namespace fbd {
namespace {

using Json = nlohmann::ordered_json;

Json or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

template <class T>
Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json json(const IpConfiguration& ip) {
  Json addresses = Json::array(), routes = Json::array();
  for (const Cidr& address : ip.addresses)
    addresses.push_back({{"address", address.address}, {"prefix", or_null(address.prefix)}});
  for (const ConfiguredRoute& route : ip.routes)
    routes.push_back({{"to", route.to},
                      {"via", or_null(route.via)},
                      {"metric", or_null(route.metric)},
                      {"table", or_null(route.table)}});
  return {{"method", name(ip.method)},
          {"also", ip.also},
          {"addresses", std::move(addresses)},
          {"gateway", or_null(ip.gateway)},
          {"gateway_metric", or_null(ip.gateway_metric)},
          {"dns", ip.dns},
          {"search", ip.search},
          {"routes", std::move(routes)}};
}

Json json(const std::optional<ConnectionMatch>& match) {
  if (!match) return nullptr;
  return {{"names", match->names},
          {"macs", match->macs},
          {"drivers", match->drivers},
          {"others", match->others.empty() ? Json::object() : Json(match->others)}};
}

Json json(const Connection& connection) {
  Json sources = Json::array();
  for (const SourcePlace& place : connection.sources)
    sources.push_back({{"file", place.file}, {"line", place.line}});
  return {{"stack", name(connection.stack)},
          {"id", connection.id},
          {"interface", or_null(connection.interface)},
          {"match", json(connection.match)},
          {"status", name(connection.status)},
          {"reason", or_null(connection.reason)},
          {"type", or_null(connection.type)},
          {"controller", or_null(connection.controller)},
          {"ports", connection.ports},
          {"parent", or_null(connection.parent)},
          {"vlan_id", or_null(connection.vlan_id)},
          {"mtu", or_null(connection.mtu)},
          {"set_mac", or_null(connection.set_mac)},
          {"ipv4", json(connection.ipv4)},
          {"ipv6", json(connection.ipv6)},
          {"at_boot", connection.at_boot},
          {"by_failover", connection.by_failover},
          {"sources", std::move(sources)}};
}

Json json(const NetworkProblem& problem) {
  return {{"file", problem.file},
          {"line", problem.line},
          {"reason", problem.reason},
          {"consequence", problem.consequence},
          {"backup", problem.backup}};
}

}  // namespace

std::string to_json(const ConfiguredNetwork& fact) {
  Json connections = Json::array(), backups = Json::array(), problems = Json::array();
  for (const Connection& connection : fact.connections)
    (connection.backup ? backups : connections).push_back(json(connection));
  for (const NetworkProblem& problem : fact.problems) problems.push_back(json(problem));
  Json all;
  all["connections"] = std::move(connections);
  all["backups"] = std::move(backups);
  all["ifcfg"] = {{"reader", name(fact.ifcfg.reader)}, {"why", fact.ifcfg.why}};
  all["needs_network_manager"] = fact.needs_network_manager;
  all["problems"] = std::move(problems);
  return all.dump(2, ' ', false, Json::error_handler_t::replace);
}

}  // namespace fbd
