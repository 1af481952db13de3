#include <algorithm>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "collectors/network/configured_network.h"
#include "collectors/network/interface_intent.h"
#include "collectors/network/running_addresses.h"
#include "collectors/network/running_routes.h"
#include "probes/probe.h"
#include "probes/protected_vm/failed_back.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"missing", Status::fail, "gateway interface file"},
    {"two-equal", Status::warn, "first first_via second second_via metric"},
    {"two-configured", Status::warn,
     "first first_gateway first_file second second_gateway second_file used"},
};

// Only IPv4: with IPv6 every router announces itself, and several of one rank are usual.

struct ConfiguredGateway {
  const Connection* connection = nullptr;
  std::string interface;  // as it is running
  std::string gateway;
  std::optional<unsigned> metric;
};

/// The connection's gateway, or its route to everywhere.
std::optional<ConfiguredGateway> gateway_of(const Connection& one) {
  ConfiguredGateway found{&one, chosen_interface(one), one.ipv4.gateway, one.ipv4.gateway_metric};
  for (const ConfiguredRoute& route : one.ipv4.routes)
    if (!route.table && (route.to == "default" || route.to == "0.0.0.0/0")) {
      if (!found.gateway.empty() && found.gateway != route.via) continue;
      found.gateway = route.via.empty() ? "the link itself" : route.via;
      found.metric = route.metric;
    }
  if (found.gateway.empty()) return std::nullopt;
  return found;
}

/// Of what is in force, each for an interface that runs; else for none.
std::vector<ConfiguredGateway> gateways(const ConfiguredNetwork& network,
                                        const RunningAddresses& running, bool with_interface) {
  std::vector<ConfiguredGateway> all;
  for (const Connection& one : network.connections) {
    if (one.backup || !one.at_boot || one.status != ConnectionStatus::ok) continue;
    std::optional<ConfiguredGateway> found = gateway_of(one);
    if (!found) continue;
    const auto interface = std::find_if(
        running.interfaces.begin(), running.interfaces.end(), [&](const RunningInterface& each) {
          return each.up && one.applies_to(each.name, each.mac) == Applies::yes;
        });
    if (interface != running.interfaces.end())
      found->interface = interface->name;
    else if (with_interface)
      continue;
    all.push_back(std::move(*found));
  }
  return all;
}

/// What the main table has, without the next hops of one route that the kernel shares out.
std::vector<const RunningRoute*> defaults_of(const RunningRoutes& routes) {
  std::vector<const RunningRoute*> all;
  for (const RunningRoute& one : routes.defaults)
    if (one.ipv4 && one.table == "main" && !one.shared) all.push_back(&one);
  return all;
}

std::string via(const RunningRoute& route) {
  return route.via.empty() ? "the link itself" : route.via;
}

std::optional<Verdict> two_equal(const RunningRoutes& routes) {
  const std::vector<const RunningRoute*> all = defaults_of(routes);
  for (const RunningRoute* first : all)
    for (const RunningRoute* second : all)
      if (first < second && first->metric == second->metric && first->device != second->device)
        return warn("two-equal", {{"first", first->device},
                                  {"first_via", via(*first)},
                                  {"second", second->device},
                                  {"second_via", via(*second)},
                                  {"metric", fmt::to_string(first->metric)}});
  return std::nullopt;
}

/// Two default routes that both run have different metrics by now, so it is clear which one counts.
/// If only one of the two runs, the order in which they came up decided.
std::optional<Verdict> two_configured(const ConfiguredNetwork& network,
                                      const RunningAddresses& running,
                                      const RunningRoutes& routes) {
  const std::vector<ConfiguredGateway> all = gateways(network, running, true);
  const auto runs = [&](const ConfiguredGateway& one) {
    return std::any_of(
        routes.defaults.begin(), routes.defaults.end(),
        [&](const RunningRoute& route) { return route.ipv4 && route.device == one.interface; });
  };
  for (std::size_t i = 0; i < all.size(); ++i)
    for (std::size_t j = i + 1; j < all.size(); ++j) {
      const ConfiguredGateway &first = all[i], &second = all[j];
      // One gateway for the whole machine is with the file of each interface.
      if (first.gateway == second.gateway) continue;
      if (first.interface == second.interface || (runs(first) && runs(second))) continue;
      if (first.metric != second.metric) continue;
      const RunningRoute* best = routes.default_route(true);
      return warn("two-configured",
                  {{"first", first.interface},
                   {"first_gateway", first.gateway},
                   {"first_file", first.connection->file()},
                   {"second", second.interface},
                   {"second_gateway", second.gateway},
                   {"second_file", second.connection->file()},
                   {"used", best ? fmt::format("{} by {}", via(*best), best->device) : "none"}});
    }
  return std::nullopt;
}

/// There is no default route: whether there should be one.
Verdict without(const ConfiguredNetwork& network, const RunningAddresses& running,
                const std::string& host) {
  std::vector<ConfiguredGateway> wanted = gateways(network, running, true);
  if (wanted.empty()) wanted = gateways(network, running, false);
  if (!wanted.empty())
    return fail("missing", {{"gateway", wanted.front().gateway},
                            {"interface", wanted.front().interface},
                            {"file", wanted.front().connection->file()}});
  if (const NetworkProblem* problem = network.problem_in_force())
    return unknown({problem->kind, host + ": there is no default route, and " + problem->text()});
  const bool by_dhcp = std::any_of(
      network.connections.begin(), network.connections.end(), [](const Connection& one) {
        return !one.backup && one.at_boot && one.status == ConnectionStatus::ok &&
               one.ipv4.method == AddressMethod::dhcp;
      });
  if (by_dhcp || network.connections.empty())
    return unknown({ErrorKind::not_found,
                    host + ": there is no IPv4 default route; no file sets one, and whether the "
                           "DHCP server should have given one is not known"});
  return pass({{"route", "none, and none is configured"}});
}

Verdict decide(ProtectedVm<Result<Platform>> platform, ProtectedVm<ConfiguredNetwork> network,
               ProtectedVm<RunningAddresses> running, ProtectedVm<RunningRoutes> routes) {
  const std::string& host = network.host().name;
  if (std::optional<Verdict> early = not_failed_back(*platform, host)) return *early;
  const RunningRoute* best = routes->default_route(true);
  if (!best) return without(*network, *running, host);
  if (std::optional<Verdict> equal = two_equal(*routes)) return *equal;
  if (std::optional<Verdict> two = two_configured(*network, *running, *routes)) return *two;
  return pass({{"route", fmt::format("{} by {}", via(*best), best->device)}});
}

}  // namespace

extern constinit const Probe protected_vm_default_route{
    .id = "protected-vm.default-route",
    .question = "Is there one default route that counts?",
    .rule =
        "Own judgement; that a failover takes GATEWAY out of /etc/sysconfig/network and moves "
        "route files aside: Azure/AzMigrate-Hydration, post-rec-script.sh",
    .codes = codes,
    .os = Os::gnu_linux,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
