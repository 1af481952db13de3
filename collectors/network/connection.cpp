#include "collectors/network/connection.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "collectors/network/name_pattern.h"

namespace fbd {
namespace {

constexpr std::array<std::string_view, 5> order{"static", "dhcp", "auto", "link-local", "shared"};

std::size_t place_of(std::string_view what) {
  return static_cast<std::size_t>(std::find(order.begin(), order.end(), what) - order.begin());
}

}  // namespace

std::string_view name(NetworkStack stack) {
  switch (stack) {
    case NetworkStack::netplan:
      return "netplan";
    case NetworkStack::nm_keyfile:
      return "nm-keyfile";
    case NetworkStack::ifcfg_rh:
      return "ifcfg-rh";
    case NetworkStack::network_scripts:
      return "network-scripts";
    case NetworkStack::suse_ifcfg:
      return "suse-ifcfg";
    case NetworkStack::ifupdown:
      return "ifupdown";
    case NetworkStack::networkd:
      return "networkd";
    case NetworkStack::dhcpcd:
      return "dhcpcd";
  }
  return "";
}

std::string_view name(AddressMethod method) {
  switch (method) {
    case AddressMethod::fixed:
      return "static";
    case AddressMethod::dhcp:
      return "dhcp";
    case AddressMethod::automatic:
      return "auto";
    case AddressMethod::none:
      return "none";
    case AddressMethod::other:
      return "other";
  }
  return "";
}

std::string_view name(ConnectionStatus status) {
  switch (status) {
    case ConnectionStatus::ok:
      return "ok";
    case ConnectionStatus::refused:
      return "refused";
    case ConnectionStatus::ignored:
      return "ignored";
  }
  return "";
}

void IpConfiguration::add_also(std::string_view what) {
  const auto after = std::find_if(also.begin(), also.end(), [what](const std::string& one) {
    return place_of(one) >= place_of(what);
  });
  if (after == also.end() || *after != what) also.insert(after, std::string(what));
}

std::string IpConfiguration::text() const {
  std::string all;
  for (const Cidr& address : addresses) all += (all.empty() ? "" : ", ") + address.text();
  return all;
}

Applies Connection::applies_to(std::string_view interface_name,
                               std::string_view mac_address) const {
  if (!interface.empty() && without_label(interface) != interface_name) return Applies::no;
  if (!match) return interface.empty() ? Applies::maybe : Applies::yes;
  if (!match->names.empty() &&
      std::none_of(match->names.begin(), match->names.end(),
                   [&](const std::string& pattern) { return matches(pattern, interface_name); }))
    return Applies::no;
  if (!match->macs.empty() &&
      std::none_of(match->macs.begin(), match->macs.end(),
                   [&](const std::string& mac) { return same_word(mac, mac_address); }))
    return Applies::no;
  const bool is_checked = match->drivers.empty() && match->others.empty();
  const bool is_chosen = !interface.empty() || !match->names.empty() || !match->macs.empty();
  return is_checked && is_chosen ? Applies::yes : Applies::maybe;
}

const std::string& Connection::file() const {
  static const std::string nowhere;
  return sources.empty() ? nowhere : sources.front().file;
}

int Connection::line() const { return sources.empty() ? 0 : sources.front().line; }

std::string NetworkProblem::text() const {
  return line > 0 ? fmt::format("{}:{}: {}", file, line, reason)
                  : fmt::format("{}: {}", file, reason);
}

void NetworkReading::problem(std::string_view file, int line, std::string reason,
                             std::string consequence) {
  problems.push_back({std::string(file), line, std::move(reason), std::move(consequence)});
}

void NetworkReading::add(NetworkReading other) {
  const auto append = [](auto& to, auto& from) {
    to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
  };
  append(connections, other.connections);
  append(problems, other.problems);
  append(needs_network_manager, other.needs_network_manager);
}

std::optional<unsigned> route_metric(std::string_view text) {
  unsigned metric = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), metric);
  if (problem != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return metric;
}

std::optional<unsigned> route_table(std::string_view text) {
  if (text == "default") return 253;
  if (text == "main") return main_route_table;
  if (text == "local") return 255;
  return route_metric(text);
}

std::string_view without_label(std::string_view interface_name) {
  return interface_name.substr(0, interface_name.find(':'));
}

std::string_view file_name(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

}  // namespace fbd
