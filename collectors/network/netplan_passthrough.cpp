#include <array>

#include <fmt/format.h>

#include "collectors/network/netplan_connection.h"

namespace fbd {
namespace {

using Settings = decltype(NetplanDefinition::passthrough);

const std::string* find(const Settings& settings, const std::string& key) {
  const auto found = settings.find(key);
  return found == settings.end() ? nullptr : &found->second;
}

/// "10.1.2.53;10.1.2.54;"
std::vector<std::string> listed(std::string_view text) {
  std::vector<std::string> all;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(";,"), text.size());
    if (end > 0) all.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return all;
}

void set_method(std::string_view method, bool v4, IpConfiguration& ip) {
  const bool has_addresses = !ip.addresses.empty();
  ip.also.clear();
  if (method == "auto")
    // Announcements, and DHCP where they say so.
    ip.method =
        v4 || ip.method == AddressMethod::dhcp ? AddressMethod::dhcp : AddressMethod::automatic;
  else if (method == "dhcp" && !v4)
    ip.method = AddressMethod::dhcp;
  else if (method == "manual" && has_addresses)
    ip.method = AddressMethod::fixed;
  else if (method == "disabled" || method == "ignore")
    ip.method = AddressMethod::none;
  else
    ip.method = AddressMethod::other;
  if (method == "shared" || method == "link-local") ip.add_also(method);
  if (has_addresses && ip.method != AddressMethod::fixed) ip.add_also("static");
}

/// As NetworkManager's keyfiles say it: "address1=10.1.2.3/24,10.1.2.1".
void take_family(const Settings& settings, bool v4, IpConfiguration& ip) {
  const std::string group = v4 ? "ipv4." : "ipv6.";
  bool is_changed = false;
  for (std::size_t i = 1;; ++i) {
    const std::string* text = find(settings, fmt::format("{}address{}", group, i));
    if (!text && i > ip.addresses.size()) break;
    if (!text) continue;
    const std::size_t comma = std::min(text->find(','), text->size());
    const auto address = parse_cidr(std::string_view(*text).substr(0, comma));
    if (!address || is_ipv4(address->address) != v4) continue;
    if (i <= ip.addresses.size())
      ip.addresses[i - 1] = *address;
    else
      ip.addresses.push_back(*address);
    if (comma < text->size() && ip.gateway.empty()) ip.gateway = text->substr(comma + 1);
    is_changed = true;
  }
  if (const std::string* gateway = find(settings, group + "gateway")) ip.gateway = *gateway;
  if (const std::string* dns = find(settings, group + "dns")) ip.dns = listed(*dns);
  if (const std::string* search = find(settings, group + "dns-search")) ip.search = listed(*search);
  if (const std::string* method = find(settings, group + "method"))
    set_method(*method, v4, ip);
  else if (is_changed)  // addresses beside whatever it was
    ip.add_also("static");
}

}  // namespace

void pass_through(const NetplanDefinition& definition, Connection& to) {
  const Settings& settings = definition.passthrough;
  if (settings.empty()) return;
  take_family(settings, true, to.ipv4);
  take_family(settings, false, to.ipv6);
  if (const std::string* name = find(settings, "connection.interface-name")) to.interface = *name;
  if (const std::string* start = find(settings, "connection.autoconnect"))
    to.at_boot = *start != "false";
  for (const char* key : {"connection.master", "connection.controller"})
    if (const std::string* controller = find(settings, key)) to.controller = *controller;
  if (definition.type == NetplanType::nm_device)
    if (const std::string* type = find(settings, "connection.type")) to.type = *type;
}

}  // namespace fbd
