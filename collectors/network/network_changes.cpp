#include "collectors/network/network_changes.h"

#include <algorithm>

#include <fmt/format.h>

#include "collectors/network/interface_intent.h"

namespace fbd {
namespace {

std::string sorted(std::vector<std::string> words) {
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  return fmt::format("{}", fmt::join(words, ", "));
}

std::string addresses_of(const IpConfiguration& ip) {
  std::vector<std::string> texts;
  for (const Cidr& address : ip.addresses) texts.push_back(address.text());
  return sorted(std::move(texts));
}

std::string routes_of(const IpConfiguration& ip) {
  std::vector<std::string> texts;
  for (const ConfiguredRoute& route : ip.routes)
    texts.push_back(route.to + (route.via.empty() ? "" : " via " + route.via) +
                    (route.table ? fmt::format(" table {}", *route.table) : ""));
  return sorted(std::move(texts));
}

std::string stacks_of(const InterfaceIntent& intent) {
  std::vector<std::string> texts;
  for (const Connection* connection : intent.connections)
    texts.emplace_back(name(connection->stack));
  return sorted(std::move(texts));
}

class Comparison {
 public:
  void compare(const InterfaceIntent& before, const InterfaceIntent& now) {
    interface_ = before.interface;
    differ("stack", stacks_of(before), stacks_of(now));
    compare("ipv4", before.ipv4, now.ipv4);
    compare("ipv6", before.ipv6, now.ipv6);
    const auto text = [](const std::optional<int>& mtu) { return mtu ? fmt::to_string(*mtu) : ""; };
    differ("mtu", text(before.mtu), text(now.mtu));
  }

  void gone(const InterfaceIntent& before) {
    interface_ = before.interface;
    differ("interface", "configured", "");
    compare("ipv4", before.ipv4, {});
    compare("ipv6", before.ipv6, {});
  }

  void added(const InterfaceIntent& now) {
    interface_ = now.interface;
    differ("interface", "", "configured");
    compare("ipv4", {}, now.ipv4);
    compare("ipv6", {}, now.ipv6);
  }

  std::vector<NetworkChange> take() { return std::move(changes_); }

 private:
  void compare(const std::string& family, const IpConfiguration& before,
               const IpConfiguration& now) {
    differ(family + ".method", std::string(name(before.method)), std::string(name(now.method)));
    differ(family + ".addresses", addresses_of(before), addresses_of(now));
    differ(family + ".gateway", before.gateway, now.gateway);
    differ(family + ".dns", fmt::format("{}", fmt::join(before.dns, ", ")),
           fmt::format("{}", fmt::join(now.dns, ", ")));
    differ(family + ".search", fmt::format("{}", fmt::join(before.search, ", ")),
           fmt::format("{}", fmt::join(now.search, ", ")));
    differ(family + ".routes", routes_of(before), routes_of(now));
  }

  void differ(std::string what, std::string before, std::string now) {
    if (before != now)
      changes_.push_back({interface_, std::move(what), std::move(before), std::move(now)});
  }

  std::string interface_;
  std::vector<NetworkChange> changes_;
};

}  // namespace

std::vector<NetworkChange> network_changes(const std::vector<Connection>& before,
                                           const std::vector<Connection>& now) {
  const std::vector<InterfaceIntent> old = intents(before, false), current = intents(now, false);
  const auto find = [](const std::vector<InterfaceIntent>& in, const std::string& interface) {
    const auto found = std::find_if(in.begin(), in.end(), [&](const InterfaceIntent& one) {
      return one.interface == interface;
    });
    return found == in.end() ? nullptr : &*found;
  };
  Comparison comparison;
  for (const InterfaceIntent& one : old)
    if (const InterfaceIntent* same = find(current, one.interface))
      comparison.compare(one, *same);
    else
      comparison.gone(one);
  for (const InterfaceIntent& one : current)
    if (!find(old, one.interface)) comparison.added(one);
  return comparison.take();
}

}  // namespace fbd
