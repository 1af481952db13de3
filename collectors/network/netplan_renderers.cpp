// What the programs that netplan writes for cannot do; netplan finds it when it writes, so that
// nothing at all is written then.
#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>

#include "collectors/evidence/redaction.h"
#include "collectors/evidence/text.h"
#include "collectors/network/netplan_rules.h"

namespace fbd {
namespace {

using Reason = std::optional<std::string>;
using Definition = NetplanDefinition;

bool is_channel(const NetplanAccessPoint& point) {
  constexpr std::array<std::uint32_t, 57> of_5_ghz{
      7,   8,   9,   11,  12,  16,  32,  34,  36,  38,  40,  42,  44,  46,  48,
      50,  52,  54,  56,  58,  60,  62,  64,  68,  96,  100, 102, 104, 106, 108,
      110, 112, 114, 116, 118, 120, 122, 124, 126, 128, 132, 134, 136, 138, 140,
      142, 144, 149, 151, 153, 155, 157, 159, 161, 165, 169, 173};
  if (point.channel == 0 || point.band.empty()) return true;
  if (point.band == "2.4") return point.channel <= 14;
  return std::find(of_5_ghz.begin(), of_5_ghz.end(), point.channel) != of_5_ghz.end();
}

Reason password(const std::optional<NetplanAuthentication>& authentication) {
  if (!authentication || !authentication->is_psk || !authentication->password) return std::nullopt;
  const std::string& key = *authentication->password;
  if (is_taken_out(key)) return std::nullopt;
  const auto is_hex = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  };
  if (key.size() == 64 && std::all_of(key.begin(), key.end(), is_hex)) return std::nullopt;
  if (key.size() >= 8 && key.size() <= 63) return std::nullopt;
  return "a WLAN password has 8 to 63 characters";
}

/// Both kinds of DHCP have one set of options there.
Reason overrides(const Definition& one) {
  if (!one.dhcp4 || !one.dhcp6 || one.overrides4 == one.overrides6) return std::nullopt;
  return "networkd needs the same values in dhcp4-overrides and dhcp6-overrides";
}

Reason network_file(const Definition& one) {
  if (one.type == NetplanType::vlan && one.is_sriov_filter) return std::nullopt;
  if (one.address_generation == "stable-privacy" && !one.has_address_token)
    return "networkd does not do ipv6-address-generation";
  for (const NetplanRoute& route : one.routes)
    if (route.family == 0)  // netplan ends with a failed assertion
      return "a default route without an address tells no family";
  return overrides(one);
}

Reason networkd(const Definition& one) {
  if (one.mac_is_for_manager) return "networkd does not choose such a macaddress";
  if (one.type == NetplanType::modem) return "networkd does not do modems";
  if (one.type == NetplanType::nm_device) return "an nm-device needs NetworkManager";
  if (one.type == NetplanType::wifi) {
    if (one.has_match) return "networkd does not do WLAN with match";
    if (one.wakes_on_tcp) return "networkd does not wake on \"tcp\"";
    for (const auto& [ssid, point] : one.access_points) {
      if (!is_channel(point)) return fmt::format("there is no WLAN channel {}", point.channel);
      if (point.mode == "ap") return "networkd does not make access points";
      if (Reason reason = password(point.authentication)) return reason;
    }
  } else if (Reason reason = password(one.authentication)) {
    return reason;
  }
  if (one.type == NetplanType::tunnel) {
    const std::string& mode = one.tunnel.mode;
    if (mode == "isatap") return "networkd does not do ISATAP";
    const bool has_key = one.tunnel.input_key || one.tunnel.output_key;
    if (has_key && mode.find("gre") == std::string::npos && !mode.starts_with("vti") &&
        mode != "wireguard")
      return "such a tunnel has no keys";
  }
  return network_file(one);
}

Reason network_manager(const Definition& one) {
  if (!one.match_drivers.empty() && !one.set_name)
    return "NetworkManager definitions do not support matching by driver";
  if (!one.addresses_with_options.empty()) return "NetworkManager does not do address options";
  if (one.type == NetplanType::vlan && one.is_sriov_filter) return std::nullopt;
  if (!one.activation_mode.empty() && one.activation_mode != "manual")
    return "NetworkManager does only activation-mode manual";
  if (one.ipv6_mtu != 0) return "NetworkManager does not do ipv6-mtu";
  const auto has = [&](bool v4) {
    return std::any_of(
        one.addresses.all.begin(), one.addresses.all.end(),
        [v4](const std::string& text) { return is_ipv4(without_prefix(text)) == v4; });
  };
  const bool is_vrf = one.type == NetplanType::vrf;
  const bool has4 = is_vrf || one.dhcp4 || has(true);
  const bool has6 = is_vrf || one.dhcp6 || has(false) || !one.gateway6.empty() ||
                    !one.address_generation.empty() ||
                    std::any_of(one.dns.all.begin(), one.dns.all.end(),
                                [](const std::string& text) { return is_ipv6(text); });
  for (const NetplanRoute& route : one.routes)
    if (route.type != "unicast" && (route.family == 4 ? has4 : has6))
      return "NetworkManager does only unicast routes";
  if (one.type == NetplanType::tunnel) {
    const std::string& mode = one.tunnel.mode;
    if (mode == "gretap" || mode == "ip6gretap") return "NetworkManager does not do " + mode;
    const bool has_key = one.tunnel.input_key || one.tunnel.output_key;
    if (has_key && mode != "gre" && mode != "ip6gre" && mode != "wireguard")
      return "such a tunnel has no keys";
    const auto is_file = [](const std::optional<std::string>& key) {
      return key && key->starts_with('/') && (key->size() != 44 || key->back() != '=');
    };
    bool in_file = mode == "wireguard" && is_file(one.tunnel.private_key);
    for (const NetplanPeer& peer : one.tunnel.peers) in_file = in_file || is_file(peer.shared_key);
    if (in_file) return "NetworkManager does not read WireGuard keys from files";
  }
  for (const auto& [ssid, point] : one.access_points)
    if (!is_channel(point)) return fmt::format("there is no WLAN channel {}", point.channel);
  return std::nullopt;
}

Reason open_vswitch(const NetplanState& state, const Definition& one, std::size_t members) {
  switch (one.type) {
    case NetplanType::bond:
      if (one.bridge.empty()) return "a bond of Open vSwitch is not part of a bridge";
      if (members < 2) return "a bond of Open vSwitch needs two ports";
      if (!one.bond_mode.empty() && one.bond_mode != "active-backup" &&
          one.bond_mode != "balance-tcp" && one.bond_mode != "balance-slb")
        return "Open vSwitch does not do this mode of a bond";
      break;
    case NetplanType::bridge:
      for (const std::string& target : one.controllers)
        if ((target.starts_with("ssl:") || target.starts_with("pssl:")) &&
            !(state.has_ca && state.has_certificate && state.has_key))
          return "Open vSwitch is to use TLS and has no ssl settings";
      break;
    case NetplanType::port:
      if (one.bridge.empty() && one.bond.empty())
        return "a patch port of Open vSwitch is in no bridge";
      break;
    case NetplanType::vlan:
      break;
    default:
      return "Open vSwitch does not do this type";
  }
  return network_file(one);
}

Reason vrf(const Definition& one) {
  if (one.type != NetplanType::vrf || !one.has_routes) return std::nullopt;
  for (const NetplanRoute& route : one.routes)
    if (route.table && route.table != one.vrf_table) return "a route in another table than the VRF";
  for (std::uint32_t table : one.rule_tables)
    if (table != one.vrf_table) return "a routing policy for another table than the VRF's";
  return std::nullopt;
}

/// The ends of a pair name each other.
Reason veth(const NetplanState& state, const Definition& one) {
  if (one.type != NetplanType::veth) return std::nullopt;
  const Definition* peer = state.find(one.peer);
  if (!peer) return "a virtual Ethernet without a peer";
  if (peer->type != NetplanType::veth) return "its peer is no virtual Ethernet";
  if (peer == &one || peer->peer != one.id) return "its peer is of another virtual Ethernet";
  return std::nullopt;
}

}  // namespace

std::optional<NetplanRefusal> what_is_wrong_with(const NetplanState& state) {
  std::map<NetplanId, std::size_t> functions, members;
  for (const Definition& one : state.definitions) {
    if (!one.sriov_link.empty()) ++functions[one.sriov_link];
    if (!one.bond.empty()) ++members[one.bond];
  }
  for (const Definition& one : state.definitions) {
    Reason reason = vrf(one);
    if (!reason) reason = veth(state, one);
    const bool is_parent = one.sriov_functions || functions.count(one.id) > 0;
    if (one.type == NetplanType::ethernet && !is_parent &&
        (one.has_switch_mode || one.delays_rebind))
      reason = "this is no SR-IOV device with virtual functions";
    const NetplanRenderer renderer = state.renderer_of(one);
    if (!reason && renderer == NetplanRenderer::networkd) reason = networkd(one);
    if (!reason && renderer == NetplanRenderer::network_manager) reason = network_manager(one);
    if (!reason && renderer == NetplanRenderer::open_vswitch)
      reason = open_vswitch(state, one, members[one.id]);
    else if (!reason && !(one.external_ids.empty() && one.other_config.empty()) &&
             one.bridge.empty() && one.bond.empty())
      reason = "external-ids and other-config are for ports of Open vSwitch";
    if (!reason) continue;
    const SourcePlace place = one.places.empty() ? SourcePlace() : one.places.front();
    return NetplanRefusal{place.file, place.line,
                          fmt::format("{}: {}", printable(one.id, 40), *reason)};
  }
  return std::nullopt;
}

}  // namespace fbd
