#include "collectors/network/network_entry.h"

#include <strings.h>

#include <iterator>

#include <fmt/format.h>

#include "collectors/network/cidr.h"
#include "collectors/network/name_pattern.h"

namespace fbd {

std::string_view name(NetworkStack stack) {
  switch (stack) {
    case NetworkStack::ifupdown:
      return "ifupdown";
    case NetworkStack::ifcfg:
      return "ifcfg";
    case NetworkStack::suse_ifcfg:
      return "suse-ifcfg";
    case NetworkStack::netplan:
      return "netplan";
    case NetworkStack::nm_keyfile:
      return "nm-keyfile";
    case NetworkStack::networkd:
      return "networkd";
  }
  return "";
}

std::string_view name(AddressMethod method) {
  switch (method) {
    case AddressMethod::fixed:
      return "static";
    case AddressMethod::dhcp:
      return "dhcp";
    case AddressMethod::none:
      return "none";
    case AddressMethod::other:
      return "other";
  }
  return "";
}

Applies NetworkEntry::applies_to(std::string_view interface_name,
                                 std::string_view mac_address) const {
  if (!interface.empty()) {
    if (!matches(interface, interface_name)) return Applies::no;
  } else if (!mac.empty()) {
    if (::strcasecmp(mac.c_str(), std::string(mac_address).c_str()) != 0) return Applies::no;
  } else {
    return Applies::maybe;
  }
  return condition.empty() ? Applies::yes : Applies::maybe;
}

std::vector<std::string> NetworkEntry::ipv4() const {
  std::vector<std::string> found;
  for (const std::string& address : addresses)
    if (const auto cidr = parse_cidr(address); cidr && is_ipv4(cidr->address))
      found.push_back(cidr->address);
  return found;
}

std::string NetworkEntry::ipv4_text() const {
  std::string all;
  for (const std::string& address : addresses)
    if (const auto cidr = parse_cidr(address); cidr && is_ipv4(cidr->address))
      all += (all.empty() ? "" : ", ") + address;
  return all;
}

std::string NetworkProblem::text() const {
  return line > 0 ? fmt::format("{}:{}: {}", file, line, reason)
                  : fmt::format("{}: {}", file, reason);
}

void NetworkReading::add(NetworkReading other) {
  const auto move_to = [](auto& target, auto& source) {
    target.insert(target.end(), std::make_move_iterator(source.begin()),
                  std::make_move_iterator(source.end()));
  };
  move_to(entries, other.entries);
  move_to(problems, other.problems);
  move_to(needs_network_manager, other.needs_network_manager);
}

std::string_view without_label(std::string_view interface_name) {
  return interface_name.substr(0, interface_name.find(':'));
}

std::string_view file_name(std::string_view path) {
  return path.substr(path.rfind('/') == std::string_view::npos ? 0 : path.rfind('/') + 1);
}

}  // namespace fbd
