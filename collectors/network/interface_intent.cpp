#include "collectors/network/interface_intent.h"

#include <algorithm>

#include <fmt/format.h>

namespace fbd {
namespace {

/// The stronger of two methods: what leaves more to somebody else.
int strength(AddressMethod method) {
  switch (method) {
    case AddressMethod::none:
      return 0;
    case AddressMethod::fixed:
      return 1;
    case AddressMethod::automatic:
      return 2;
    case AddressMethod::dhcp:
      return 3;
    case AddressMethod::other:
      return 4;
  }
  return 0;
}

template <class T>
void add_new(std::vector<T>& to, const std::vector<T>& from) {
  for (const T& one : from)
    if (std::find(to.begin(), to.end(), one) == to.end()) to.push_back(one);
}

void add(IpConfiguration& to, const IpConfiguration& from) {
  for (const Cidr& address : from.addresses)
    if (std::none_of(to.addresses.begin(), to.addresses.end(),
                     [&](const Cidr& one) { return one.text() == address.text(); }))
      to.addresses.push_back(address);
  for (const std::string& what : from.also) to.add_also(what);
  if (strength(from.method) > strength(to.method)) to.method = from.method;
  if (to.method == AddressMethod::dhcp && !to.addresses.empty()) to.add_also("static");
  if (to.gateway.empty()) {
    to.gateway = from.gateway;
    to.gateway_metric = from.gateway_metric;
  }
  add_new(to.dns, from.dns);
  add_new(to.search, from.search);
  to.routes.insert(to.routes.end(), from.routes.begin(), from.routes.end());
}

}  // namespace

std::string chosen_interface(const Connection& connection) {
  if (!connection.interface.empty()) return std::string(without_label(connection.interface));
  if (connection.match) {
    const ConnectionMatch& match = *connection.match;
    if (!match.macs.empty()) return fmt::format("mac {}", fmt::join(match.macs, " "));
    if (!match.names.empty()) return fmt::format("name {}", fmt::join(match.names, " "));
    if (!match.drivers.empty()) return fmt::format("driver {}", fmt::join(match.drivers, " "));
  }
  return connection.id;
}

std::vector<InterfaceIntent> intents(const std::vector<Connection>& connections, bool of_backups) {
  std::map<std::string, InterfaceIntent> found;
  for (const Connection& connection : connections) {
    if (connection.backup != of_backups || connection.status != ConnectionStatus::ok ||
        !connection.at_boot)
      continue;
    InterfaceIntent& intent = found[chosen_interface(connection)];
    intent.connections.push_back(&connection);
    add(intent.ipv4, connection.ipv4);
    add(intent.ipv6, connection.ipv6);
    if (!intent.mtu) intent.mtu = connection.mtu;
  }
  std::vector<InterfaceIntent> all;
  for (auto& [interface, intent] : found) {
    intent.interface = interface;
    all.push_back(std::move(intent));
  }
  return all;
}

}  // namespace fbd
