#include "collectors/network/suse_shared_routes.h"

#include <algorithm>

namespace fbd {
namespace {

bool same_destination(const SuseRoute& a, const SuseRoute& b) {
  return a.v4 == b.v4 && a.length == b.length && a.metric == b.metric && a.table == b.table &&
         (a.length == 0 || a.destination.bytes == b.destination.bytes);
}

bool reaches(const SuseAddress& gateway, const std::vector<SuseAddressing::Own>& addresses,
             const std::vector<SuseRoute>& own) {
  return std::any_of(addresses.begin(), addresses.end(),
                     [&](const SuseAddressing::Own& one) { return one.reaches(gateway); }) ||
         std::any_of(own.begin(), own.end(), [&](const SuseRoute& one) {
           return one.length > 0 && !one.hops.front().via &&
                  one.destination.shares_network(gateway, one.length);
         });
}

}  // namespace

SuseSharedRoutes::SuseSharedRoutes(std::vector<SuseRoute> routes) {
  for (SuseRoute& route : routes) all_.push_back({std::move(route), ""});
}

std::vector<SuseRoute> SuseSharedRoutes::taken_by(std::string_view interface,
                                                  const std::vector<SuseAddressing::Own>& addresses,
                                                  const std::vector<SuseRoute>& own) {
  std::vector<SuseRoute> taken;
  for (Shared& shared : all_) {
    const bool is_said = std::any_of(own.begin(), own.end(), [&](const SuseRoute& one) {
      return same_destination(one, shared.route);
    });
    if (is_said) continue;
    for (const SuseRoute::Hop& hop : shared.route.hops) {
      const std::string& name = hop.interface.empty() ? shared.interface : hop.interface;
      if (name.empty()) {
        // Every interface is in the link-local network, so that says nothing.
        if (!hop.via || hop.via->is_link_local() || !reaches(*hop.via, addresses, own)) continue;
        shared.interface = interface;
      } else if (name != interface) {
        continue;
      }
      taken.push_back(shared.route);
      break;
    }
  }
  return taken;
}

}  // namespace fbd
