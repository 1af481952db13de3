#include "collectors/network/netplan_rules.h"

#include <algorithm>

#include "collectors/evidence/redaction.h"

namespace fbd {
namespace {

using Reason = std::optional<std::string>;

/// 32 bytes in base 64.
bool is_wireguard_key(std::string_view key) {
  return key.size() == 44 && key[43] == '=' && std::all_of(key.begin(), key.end() - 1, [](char c) {
           return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                  c == '+' || c == '/';
         });
}

bool is_key_or_file(std::string_view key) {
  return key.starts_with('/') || is_wireguard_key(key) || is_taken_out(key);
}

Reason wireguard(const NetplanTunnel& tunnel) {
  if (!tunnel.private_key) return "WireGuard without a private key";
  if (!is_key_or_file(*tunnel.private_key)) return "the private key is none";
  if (tunnel.peers.empty()) return "WireGuard without a peer";
  for (const NetplanPeer& peer : tunnel.peers) {
    if (!peer.public_key) return "a peer without a public key";
    if (!is_wireguard_key(*peer.public_key)) return "the public key of a peer is none";
    if (peer.shared_key && !is_key_or_file(*peer.shared_key))
      return "the shared key of a peer is none";
    if (!peer.has_addresses) return "a peer without allowed-ips";
    if (peer.keepalive > 65535) return "keepalive is at most 65535";
  }
  return std::nullopt;
}

bool is_tunnel_key(const std::optional<std::string>& key) {
  if (!key || is_ipv4(*key) || is_taken_out(*key)) return true;
  const LeadingNumber read = leading_number(*key);
  return read.rest.empty() && read.value <= 0xffffffffU;
}

Reason tunnel(const NetplanTunnel& tunnel) {
  const std::string& mode = tunnel.mode;
  if (mode.empty()) return "a tunnel without a mode";
  if (mode == "wireguard") return wireguard(tunnel);
  if (mode == "vxlan" && tunnel.vni == 0) return "VXLAN without an id";
  if (mode == "vxlan" && tunnel.vni > 16777215) return "the id of VXLAN is at most 16777215";
  if (mode == "vxlan" && tunnel.flow_label.value_or(0) > 1048575)
    return "the flow-label of VXLAN is at most 1048575";
  if (!is_tunnel_key(tunnel.input_key) || !is_tunnel_key(tunnel.output_key))
    return "a tunnel's key is a number or looks like an IPv4 address";
  if (mode != "vxlan" && !tunnel.local) return "a tunnel without \"local\"";
  if (mode != "vxlan" && !tunnel.remote) return "a tunnel without \"remote\"";
  if (tunnel.ttl > 255) return "ttl is at most 255";
  const auto both = [&](bool (*is_good)(std::string_view)) {
    return is_good(*tunnel.local) && is_good(*tunnel.remote);
  };
  if (mode == "vxlan") {
    if (tunnel.local && tunnel.remote && is_ipv6(*tunnel.local) != is_ipv6(*tunnel.remote))
      return "\"local\" and \"remote\" are of different families";
  } else if (mode.find('6') != std::string::npos) {
    if (!both(is_ipv6)) return "such a tunnel needs IPv6 addresses";
  } else if (!both(is_ipv4)) {
    return "such a tunnel needs IPv4 addresses";
  }
  return std::nullopt;
}

}  // namespace

Reason what_is_wrong_with(const NetplanDefinition& one) {
  if (one.set_name && !one.has_match) return "set-name without match";
  switch (one.type) {
    case NetplanType::wifi:
      if (one.access_points.empty()) return "no access points";
      break;
    case NetplanType::vlan:
      if (one.vlan_link.empty()) return "a VLAN without \"link\"";
      if (!one.vlan_id) return "a VLAN without an id";
      if (*one.vlan_id > 4094) return "the id of a VLAN is at most 4094";
      break;
    case NetplanType::vrf:
      if (!one.vrf_table) return "a VRF without a table";
      break;
    case NetplanType::tunnel:
      if (Reason reason = tunnel(one.tunnel)) return reason;
      break;
    case NetplanType::nm_device:
      if (one.passthrough.count("connection.type") == 0)
        return "an nm-device without \"connection.type\" in passthrough";
      break;
    default:
      break;
  }
  if (!one.address_generation.empty() && one.has_address_token)
    return "ipv6-address-generation and ipv6-address-token exclude each other";
  return std::nullopt;
}

}  // namespace fbd
