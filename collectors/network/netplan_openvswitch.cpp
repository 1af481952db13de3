#include <algorithm>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "collectors/network/netplan_keys.h"

namespace fbd {
namespace {

using Kind = NetplanKey::Kind;
using Texts = std::map<std::string, std::string, std::less<>>;

void take_map(NetplanParse& parse, const YamlNode& node, Texts& to) {
  for (const YamlNode::Member& member : node.members) {
    if (!is_scalar(parse, member.value)) return;
    if (to.emplace(member.key, member.value.scalar).first->second != member.value.scalar)
      return parse.refuse(member.value,
                          fmt::format("{} is set already", printable(member.key, 40)));
  }
}

template <Texts NetplanDefinition::*to>
void own_map(NetplanParse& parse, const YamlNode& node) {
  take_map(parse, node, parse.definition->*to);
}
template <Texts NetplanState::*to>
void global_map(NetplanParse& parse, const YamlNode& node) {
  take_map(parse, node, parse.state.*to);
}

bool is_for(NetplanParse& parse, const YamlNode& node, NetplanType type) {
  if (parse.definition->type == type) return true;
  parse.refuse(node, type == NetplanType::bond ? "this key is for bonds of Open vSwitch"
                                               : "this key is for bridges of Open vSwitch");
  return false;
}

void protocols(NetplanParse& parse, const YamlNode& node) {
  for (const YamlNode& item : node.items)
    if (!is_scalar(parse, item) ||
        !is_one_of(parse, item, "protocol",
                   {"OpenFlow10", "OpenFlow11", "OpenFlow12", "OpenFlow13", "OpenFlow14",
                    "OpenFlow15", "OpenFlow16"}))
      return;
}

void bridge_boolean(NetplanParse& parse, const YamlNode& node) {
  if (is_for(parse, node, NetplanType::bridge)) any_boolean(parse, node);
}

/// "tcp:HOST[:PORT]", "ptcp:[PORT][:HOST]", "unix:FILE", and with TLS "ssl" and "pssl".
bool is_controller(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return false;
  const std::string_view kind = text.substr(0, colon);
  std::string_view host = text.substr(colon + 1);
  std::string_view port = "6653";
  if (kind == "unix" || kind == "punix") return true;
  if (kind == "tcp" || kind == "ssl") {
    const std::size_t end = host.find(host.starts_with('[') ? "]" : ":");
    if (host.starts_with('[')) {
      if (end == std::string_view::npos) return false;
      if (host.substr(end + 1).starts_with(':')) port = host.substr(end + 2);
      host = host.substr(1, end - 1);
    } else if (end != std::string_view::npos) {
      port = host.substr(end + 1);
      host = host.substr(0, end);
    }
  } else if (kind == "ptcp" || kind == "pssl") {
    if (host.empty()) return true;
    const std::size_t end = std::min(host.find(':'), host.size());
    port = host.substr(0, end);
    host = host.substr(std::min(end + 1, host.size()));
    if (host.starts_with('[')) host = host.substr(1, host.find(']') - 1);
    if (end == text.size() - colon - 1) host = "::";
  } else {
    return false;
  }
  host = host.substr(0, host.find('%'));
  const std::uint64_t value = leading_number(port).value;
  return value > 0 && value <= 65535 && (is_ipv4(host) || is_ipv6(host));
}

void controllers(NetplanParse& parse, const YamlNode& node) {
  if (!is_for(parse, node, NetplanType::bridge)) return;
  for (const YamlNode& item : node.items) {
    if (!is_scalar(parse, item)) return;
    if (!is_controller(item.scalar))
      return parse.refuse(
          item, fmt::format("\"{}\" is no target for Open vSwitch", printable(item.scalar, 60)));
    parse.definition->controllers.push_back(item.scalar);
  }
}

template <NetplanType type, typename... Words>
void word(NetplanParse& parse, const YamlNode& node, std::string_view what, Words... words) {
  if (is_for(parse, node, type)) is_one_of(parse, node, what, {words...});
}

const NetplanKey controller_keys[]{
    {"addresses", Kind::sequence, controllers},
    {"connection-mode", Kind::scalar,
     [](NetplanParse& parse, const YamlNode& node) {
       word<NetplanType::bridge>(parse, node, "connection-mode", "in-band", "out-of-band");
     }},
};

const NetplanKey definition_keys[]{
    {"external-ids", Kind::mapping, own_map<&NetplanDefinition::external_ids>},
    {"other-config", Kind::mapping, own_map<&NetplanDefinition::other_config>},
    {"lacp", Kind::scalar,
     [](NetplanParse& parse, const YamlNode& node) {
       word<NetplanType::bond>(parse, node, "lacp", "active", "passive", "off");
     }},
    {"fail-mode", Kind::scalar,
     [](NetplanParse& parse, const YamlNode& node) {
       word<NetplanType::bridge>(parse, node, "fail-mode", "standalone", "secure");
     }},
    {"mcast-snooping", Kind::scalar, bridge_boolean},
    {"rstp", Kind::scalar, bridge_boolean},
    {"protocols", Kind::sequence,
     [](NetplanParse& parse, const YamlNode& node) {
       if (is_for(parse, node, NetplanType::bridge)) protocols(parse, node);
     }},
    {"controller", Kind::mapping,
     [](NetplanParse& parse, const YamlNode& node) {
       take_mapping(parse, node, {controller_keys});
     }},
};

NetplanDefinition& port(NetplanParse& parse, const NetplanId& id) {
  if (NetplanDefinition* known = parse.state.find(id)) return *known;
  NetplanDefinition& made = parse.state.make(id, NetplanType::port);
  made.renderer = NetplanRenderer::open_vswitch;
  if (parse.missing.erase(id) > 0) ++parse.came_later;
  return made;
}

void ports(NetplanParse& parse, const YamlNode& node) {
  for (const YamlNode& pair : node.items) {
    if (pair.kind != YamlNode::Kind::sequence || pair.items.size() != 2 ||
        pair.items[0].kind != YamlNode::Kind::scalar ||
        pair.items[1].kind != YamlNode::Kind::scalar)
      return parse.refuse(pair, "two ports are expected here");
    for (std::size_t i : {0U, 1U}) {
      NetplanDefinition& one = port(parse, pair.items[i].scalar);
      const NetplanId& peer = pair.items[1 - i].scalar;
      if (!one.peer.empty() && one.peer != peer)
        return parse.refuse(pair.items[i], fmt::format("\"{}\" is patched to another port already",
                                                       printable(one.id, 40)));
      one.peer = peer;
      if (one.places.empty()) one.places.push_back({parse.file, pair.items[i].line});
    }
  }
}

template <bool NetplanState::*to>
void is_set(NetplanParse& parse, const YamlNode&) {
  parse.state.*to = true;
}

const NetplanKey tls_keys[]{
    {"ca-cert", Kind::scalar, is_set<&NetplanState::has_ca>},
    {"certificate", Kind::scalar, is_set<&NetplanState::has_certificate>},
    {"private-key", Kind::scalar, is_set<&NetplanState::has_key>},
};

const NetplanKey global_keys[]{
    {"external-ids", Kind::mapping, global_map<&NetplanState::external_ids>},
    {"other-config", Kind::mapping, global_map<&NetplanState::other_config>},
    {"protocols", Kind::sequence, protocols},
    {"ports", Kind::sequence, ports},
    {"ssl", Kind::mapping,
     [](NetplanParse& parse, const YamlNode& node) { take_mapping(parse, node, {tls_keys}); }},
};

}  // namespace

NetplanKeys netplan_open_vswitch_keys() { return global_keys; }

void take_netplan_open_vswitch(NetplanParse& parse, const YamlNode& node) {
  take_mapping(parse, node, {definition_keys});
  // Anything but these two needs Open vSwitch itself, and so does an empty mapping.
  const bool is_virtual =
      parse.definition->type == NetplanType::bond || parse.definition->type == NetplanType::bridge;
  const bool is_extra =
      !node.members.empty() &&
      std::all_of(node.members.begin(), node.members.end(), [](const YamlNode::Member& member) {
        return member.key == "external-ids" || member.key == "other-config";
      });
  if (is_virtual || !is_extra) parse.definition->renderer = NetplanRenderer::open_vswitch;
}

}  // namespace fbd
