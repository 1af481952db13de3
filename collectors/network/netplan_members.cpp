// Bonds, bridges and VRFs: whose ports there are, and how they work.
#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "collectors/network/netplan_keys.h"

namespace fbd {
namespace {

using Kind = NetplanKey::Kind;
using Definition = NetplanDefinition;

/// A port has one controller: not another one of this kind, and none of the `other` kind.
template <NetplanId Definition::*to, NetplanId Definition::*other>
void ports(NetplanParse& parse, const YamlNode& node) {
  Definition& controller = *parse.definition;
  for (const YamlNode& item : node.items) {
    if (!is_scalar(parse, item)) return;
    Definition* port = parse.refer(item);
    if (!port) continue;
    NetplanId taken = to == other ? "" : port->*other;
    if (taken.empty() && port->*to != controller.id) taken = port->*to;
    if (!taken.empty())
      return parse.refuse(item, fmt::format("{} is a port of {} already",
                                            printable(item.scalar, 40), printable(taken, 40)));
    port->*to = controller.id;
    if (port->renderer == NetplanRenderer::open_vswitch && to != &Definition::vrf)
      controller.renderer = NetplanRenderer::open_vswitch;
  }
}

template <std::uint32_t Definition::*to>
void port_numbers(NetplanParse& parse, const YamlNode& node) {
  for (const YamlNode::Member& member : node.members) {
    if (!is_scalar(parse, member.value)) return;
    YamlNode key;
    key.kind = YamlNode::Kind::scalar;
    key.scalar = member.key;
    key.line = member.line;
    Definition* port = parse.refer(key);
    if (!port) continue;
    if (port->*to != 0)
      return parse.refuse(key, fmt::format("{} has one already", printable(member.key, 40)));
    const auto value = number(parse, member.value);
    if (value && to == &Definition::port_priority && *value > 63)
      return parse.refuse(member.value, "the priority of a port is at most 63");
    port->*to = value.value_or(0);
  }
}

const NetplanKey bridge_parameters[]{
    {"ageing-time", Kind::scalar, any_text},
    {"aging-time", Kind::scalar, any_text},
    {"forward-delay", Kind::scalar, any_text},
    {"hello-time", Kind::scalar, any_text},
    {"max-age", Kind::scalar, any_text},
    {"path-cost", Kind::mapping, port_numbers<&Definition::path_cost>},
    {"port-priority", Kind::mapping, port_numbers<&Definition::port_priority>},
    {"priority", Kind::scalar, any_number},
    {"stp", Kind::scalar, any_boolean},
};

void arp_targets(NetplanParse& parse, const YamlNode& node) {
  for (const YamlNode& item : node.items) {
    if (!is_scalar(parse, item)) return;
    if (!is_ipv4(item.scalar)) return parse.refuse(item, "arp-ip-targets are IPv4 addresses");
  }
}

void bond_mode(NetplanParse& parse, const YamlNode& node) {
  if (!is_one_of(parse, node, "mode of a bond",
                 {"balance-rr", "active-backup", "balance-xor", "broadcast", "802.3ad",
                  "balance-tlb", "balance-alb", "balance-tcp", "balance-slb"}))
    return;
  parse.definition->bond_mode = node.scalar;
  if (node.scalar == "balance-tcp" || node.scalar == "balance-slb")
    parse.definition->renderer = NetplanRenderer::open_vswitch;
}

void primary(NetplanParse& parse, const YamlNode& node) {
  if (!parse.refer(node)) return;
  NetplanId& known = parse.definition->primary;
  if (!known.empty() && known != node.scalar)
    return parse.refuse(node, fmt::format("the primary port is {} already", printable(known, 40)));
  known = node.scalar;
}

const NetplanKey bond_parameters[]{
    {"mode", Kind::scalar, bond_mode},
    {"lacp-rate", Kind::scalar, any_text},
    {"mii-monitor-interval", Kind::scalar, any_text},
    {"min-links", Kind::scalar, any_number},
    {"transmit-hash-policy", Kind::scalar, any_text},
    {"ad-select", Kind::scalar, any_text},
    {"all-slaves-active", Kind::scalar, any_boolean},
    {"all-members-active", Kind::scalar, any_boolean},
    {"arp-interval", Kind::scalar, any_text},
    {"arp-ip-targets", Kind::sequence, arp_targets},
    {"arp-validate", Kind::scalar, any_text},
    {"arp-all-targets", Kind::scalar, any_text},
    {"up-delay", Kind::scalar, any_text},
    {"down-delay", Kind::scalar, any_text},
    {"fail-over-mac-policy", Kind::scalar, any_text},
    {"gratuitous-arp", Kind::scalar, any_number},
    {"gratuitious-arp", Kind::scalar, any_number},  // as it was misspelt first
    {"packets-per-slave", Kind::scalar, any_number},
    {"packets-per-member", Kind::scalar, any_number},
    {"primary-reselect-policy", Kind::scalar, any_text},
    {"resend-igmp", Kind::scalar, any_number},
    {"learn-packet-interval", Kind::scalar, any_text},
    {"primary", Kind::scalar, primary},
};

const NetplanKey bridge_keys[]{
    {"interfaces", Kind::sequence, ports<&Definition::bridge, &Definition::bond>},
    {"parameters", Kind::mapping,
     [](NetplanParse& parse, const YamlNode& node) {
       take_mapping(parse, node, {bridge_parameters});
     }},
};

const NetplanKey bond_keys[]{
    {"interfaces", Kind::sequence, ports<&Definition::bond, &Definition::bridge>},
    {"parameters", Kind::mapping,
     [](NetplanParse& parse, const YamlNode& node) {
       take_mapping(parse, node, {bond_parameters});
     }},
};

const NetplanKey vrf_keys[]{
    {"interfaces", Kind::sequence, ports<&Definition::vrf, &Definition::vrf>},
    {"table", Kind::scalar, take_number<&Definition::vrf_table>},
};

}  // namespace

NetplanKeys netplan_bridge_keys() { return bridge_keys; }
NetplanKeys netplan_bond_keys() { return bond_keys; }
NetplanKeys netplan_vrf_keys() { return vrf_keys; }

}  // namespace fbd
