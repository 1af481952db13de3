#include <algorithm>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "collectors/network/netplan_keys.h"

namespace fbd {
namespace {

using Kind = NetplanKey::Kind;
using Tunnel = NetplanTunnel;
using Peer = NetplanPeer;

template <std::optional<std::string> Tunnel::*to>
void take_address(NetplanParse& parse, const YamlNode& node) {
  if (!is_ipv4(node.scalar) && !is_ipv6(node.scalar))
    return parse.refuse(node, fmt::format("\"{}\" is no address", printable(node.scalar, 60)));
  parse.definition->tunnel.*to = node.scalar;
}

template <std::optional<std::string> Tunnel::*to>
void take_key(NetplanParse& parse, const YamlNode& node) {
  parse.definition->tunnel.*to = node.scalar;
}

template <auto to>
void take_tunnel_number(NetplanParse& parse, const YamlNode& node) {
  if (const auto value = number(parse, node)) parse.definition->tunnel.*to = *value;
}

const NetplanKey key_keys[]{
    {"input", Kind::scalar, take_key<&Tunnel::input_key>},
    {"output", Kind::scalar, take_key<&Tunnel::output_key>},
    {"private", Kind::scalar, take_key<&Tunnel::private_key>},
};

void keys(NetplanParse& parse, const YamlNode& node) {
  if (node.kind != YamlNode::Kind::scalar) return take_mapping(parse, node, {key_keys});
  for (const NetplanKey& key : key_keys) key.take(parse, node);
}

template <std::optional<std::string> Peer::*to>
void take_peer_key(NetplanParse& parse, const YamlNode& node) {
  parse.peer->*to = node.scalar;
}

const NetplanKey peer_key_keys[]{
    {"public", Kind::scalar, take_peer_key<&Peer::public_key>},
    {"shared", Kind::scalar, take_peer_key<&Peer::shared_key>},
};

bool is_host_name(std::string_view text) {
  if (!text.empty() && text.back() == '\n') text.remove_suffix(1);
  while (true) {
    const std::string_view label = text.substr(0, text.find('.'));
    const auto is_good = [](char c) {
      return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
    };
    if (label.empty() || label.front() == '-' || label.back() == '-' ||
        !std::all_of(label.begin(), label.end(), is_good))
      return false;
    if (label.size() == text.size()) return true;
    text.remove_prefix(label.size() + 1);
  }
}

/// "host:51820", "[2001:db8::1]:51820"
bool is_endpoint(std::string_view text) {
  const std::size_t brace = text.starts_with('[') ? text.rfind(']') : 0;
  if (text.size() < 3 || brace == std::string_view::npos) return false;
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos || colon < brace) return false;
  const std::string_view host = brace > 0 ? text.substr(1, brace - 1) : text.substr(0, colon);
  return leading_number(text.substr(colon + 1)).value <= 65535 &&
         (is_ipv4(host) || is_ipv6(host) || is_host_name(host));
}

const NetplanKey peer_keys[]{
    {"keys", Kind::mapping,
     [](NetplanParse& parse, const YamlNode& node) { take_mapping(parse, node, {peer_key_keys}); }},
    {"keepalive", Kind::scalar,
     [](NetplanParse& parse, const YamlNode& node) {
       if (const auto value = number(parse, node)) parse.peer->keepalive = *value;
     }},
    {"endpoint", Kind::scalar,
     [](NetplanParse& parse, const YamlNode& node) {
       if (!is_endpoint(node.scalar)) parse.refuse(node, "no endpoint, which is HOST:PORT");
     }},
    {"allowed-ips", Kind::sequence, take_netplan_addresses},
};

void peers(NetplanParse& parse, const YamlNode& node) {
  std::vector<Peer>& all = parse.definition->tunnel.peers;
  if (all.size() == node.items.size()) return;  // netplan takes them for the same ones
  for (const YamlNode& item : node.items) {
    Peer peer;
    parse.peer = &peer;
    take_mapping(parse, item, {peer_keys});
    parse.peer = nullptr;
    all.push_back(std::move(peer));
  }
}

template <typename... Words>
void take_flags(NetplanParse& parse, const YamlNode& node, Words... words) {
  for (const YamlNode& item : node.items) {
    if (!is_scalar(parse, item)) return;
    if ((!same_word(item.scalar, words) && ...))
      return parse.refuse(item, fmt::format("\"{}\" is not known", printable(item.scalar, 40)));
  }
}

const NetplanKey tunnel_keys[]{
    {"mode", Kind::scalar,
     [](NetplanParse& parse, const YamlNode& node) {
       if (is_one_of(parse, node, "mode of a tunnel",
                     {"ipip", "gre", "sit", "isatap", "vti", "ip6ip6", "ipip6", "ip6gre", "vti6",
                      "vxlan", "gretap", "ip6gretap", "wireguard"}))
         parse.definition->tunnel.mode = node.scalar;
     }},
    {"local", Kind::scalar, take_address<&Tunnel::local>},
    {"remote", Kind::scalar, take_address<&Tunnel::remote>},
    {"ttl", Kind::scalar, take_tunnel_number<&Tunnel::ttl>},
    {"key", Kind::any, keys},
    {"keys", Kind::any, keys},
    {"mark", Kind::scalar, any_number},
    {"port", Kind::scalar, any_number},
    {"peers", Kind::sequence, peers},
    {"link", Kind::scalar,
     [](NetplanParse& parse, const YamlNode& node) {
       if (parse.refer(node)) parse.definition->tunnel.link = node.scalar;
     }},
    {"ageing", Kind::scalar, any_number},
    {"aging", Kind::scalar, any_number},
    {"id", Kind::scalar, take_tunnel_number<&Tunnel::vni>},
    {"limit", Kind::scalar, any_number},
    {"type-of-service", Kind::scalar, any_number},
    {"flow-label", Kind::scalar, take_tunnel_number<&Tunnel::flow_label>},
    {"do-not-fragment", Kind::scalar, any_boolean},
    {"short-circuit", Kind::scalar, any_boolean},
    {"arp-proxy", Kind::scalar, any_boolean},
    {"mac-learning", Kind::scalar, any_boolean},
    {"notifications", Kind::sequence,
     [](NetplanParse& parse, const YamlNode& node) {
       take_flags(parse, node, "l2-miss", "l3-miss");
     }},
    {"checksums", Kind::sequence,
     [](NetplanParse& parse, const YamlNode& node) {
       take_flags(parse, node, "udp", "zero-udp6-tx", "zero-udp6-rx", "remote-tx", "remote-rx");
     }},
    {"extensions", Kind::sequence,
     [](NetplanParse& parse, const YamlNode& node) {
       take_flags(parse, node, "group-policy", "generic-protocol");
     }},
    {"port-range", Kind::sequence,
     [](NetplanParse& parse, const YamlNode& node) {
       if (node.items.size() != 2) return parse.refuse(node, "a port range is two numbers");
       for (const YamlNode& item : node.items) any_number(parse, item);
     }},
};

}  // namespace

NetplanKeys netplan_tunnel_keys() { return tunnel_keys; }

}  // namespace fbd
