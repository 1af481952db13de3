// "network:", its types, and the keys that most definitions have.
#include "collectors/network/netplan_keys.h"

#include <algorithm>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "collectors/network/netplan_rules.h"

namespace fbd {
namespace {

using Kind = NetplanKey::Kind;
using Definition = NetplanDefinition;

bool take_renderer(NetplanParse& parse, const YamlNode& node, NetplanRenderer& to) {
  if (!is_one_of(parse, node, "renderer", {"networkd", "NetworkManager"})) return false;
  to = node.scalar == "networkd" ? NetplanRenderer::networkd : NetplanRenderer::network_manager;
  return true;
}

void own_renderer(NetplanParse& parse, const YamlNode& node) {
  Definition& definition = *parse.definition;
  if (definition.type == NetplanType::vlan && node.scalar == "sriov")
    definition.is_sriov_filter = true;
  else if (take_renderer(parse, node, definition.renderer))
    definition.renderer_file = parse.file;
}

void activation_mode(NetplanParse& parse, const YamlNode& node) {
  if (is_one_of(parse, node, "activation-mode", {"manual", "off"}))
    parse.definition->activation_mode = node.scalar;
}

bool known(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

const NetplanKey common_keys[]{
    {"activation-mode", Kind::scalar, activation_mode},
    {"critical", Kind::scalar, any_boolean},
    {"ignore-carrier", Kind::scalar, any_boolean},
    {"ipv6-mtu", Kind::scalar, take_number<&Definition::ipv6_mtu>},
    {"ipv6-privacy", Kind::scalar, any_boolean},
    {"macaddress", Kind::scalar,
     [](NetplanParse& parse, const YamlNode& node) {
       // Newer versions let NetworkManager and networkd choose one.
       Definition& definition = *parse.definition;
       definition.mac_is_for_manager =
           known(node.scalar, {"stable", "preserve"}) ||
           (definition.type == NetplanType::wifi && known(node.scalar, {"stable-ssid"}));
       if (definition.mac_is_for_manager || known(node.scalar, {"permanent", "random"})) return;
       if (const auto mac = mac_address(parse, node)) parse.definition->set_mac = *mac;
     }},
    {"mtu", Kind::scalar, take_number<&Definition::mtu>},
    {"optional", Kind::scalar, any_boolean},
    {"neigh-suppress", Kind::scalar, any_boolean},
    {"hairpin", Kind::scalar, any_boolean},
    {"port-mac-learning", Kind::scalar, any_boolean},
};

void passthrough(NetplanParse& parse, const YamlNode& node) {
  for (const YamlNode::Member& member : node.members) {
    if (!is_scalar(parse, member.value)) return;
    parse.definition->passthrough.insert_or_assign(member.key, member.value.scalar);
  }
}

const NetplanKey manager_keys[]{
    {"name", Kind::scalar, any_text},
    {"uuid", Kind::scalar, any_text},
    {"stable-id", Kind::scalar, any_text},
    {"device", Kind::scalar, any_text},
    {"passthrough", Kind::mapping, passthrough},
};

const NetplanKey own_keys[]{
    {"renderer", Kind::scalar, own_renderer},
    {"networkmanager", Kind::mapping,
     [](NetplanParse& parse, const YamlNode& node) { take_mapping(parse, node, {manager_keys}); }},
    {"openvswitch", Kind::mapping, take_netplan_open_vswitch},
};

/// The definition that "link" or "peer" names.
template <NetplanId Definition::*to>
void refer(NetplanParse& parse, const YamlNode& node) {
  const Definition* found = parse.refer(node);
  if (!found) return;
  parse.definition->*to = node.scalar;
  if (to == &Definition::vlan_link && found->renderer == NetplanRenderer::open_vswitch)
    parse.definition->renderer = NetplanRenderer::open_vswitch;
}

const NetplanKey ethernet_keys[]{
    {"auth", Kind::mapping, take_netplan_authentication},
    {"link", Kind::scalar, refer<&Definition::sriov_link>},
    {"virtual-function-count", Kind::scalar, take_number<&Definition::sriov_functions>},
    {"embedded-switch-mode", Kind::scalar,
     [](NetplanParse& parse, const YamlNode& node) {
       is_one_of(parse, node, "embedded-switch-mode", {"switchdev", "legacy"});
       parse.definition->has_switch_mode = true;
     }},
    {"delay-virtual-functions-rebind", Kind::scalar, take_boolean<&Definition::delays_rebind>},
    {"infiniband-mode", Kind::scalar,
     [](NetplanParse& parse, const YamlNode& node) {
       is_one_of(parse, node, "infiniband-mode", {"datagram", "connected"});
     }},
};

const NetplanKey vlan_keys[]{
    {"id", Kind::scalar, take_number<&Definition::vlan_id>},
    {"link", Kind::scalar, refer<&Definition::vlan_link>},
};

const NetplanKey veth_keys[]{{"peer", Kind::scalar, refer<&Definition::peer>}};

void take_definition(NetplanParse& parse, const YamlNode& node) {
  const auto take = [&](std::initializer_list<NetplanKeys> of_type) {
    // In one list, because a mapping is read in its own order.
    const NetplanKeys first = of_type.size() > 0 ? *of_type.begin() : NetplanKeys();
    const NetplanKeys second = of_type.size() > 1 ? *(of_type.begin() + 1) : NetplanKeys();
    take_mapping(
        parse, node,
        {own_keys, netplan_address_keys(), netplan_routing_keys(), common_keys, first, second});
  };
  switch (parse.definition->type) {
    case NetplanType::ethernet:
    case NetplanType::nm_device:
      return take({netplan_physical_keys(), ethernet_keys});
    case NetplanType::wifi:
      return take({netplan_physical_keys(), netplan_wifi_keys()});
    case NetplanType::modem:
      return take({netplan_physical_keys(), netplan_modem_keys()});
    case NetplanType::bridge:
      return take({netplan_bridge_keys()});
    case NetplanType::bond:
      return take({netplan_bond_keys()});
    case NetplanType::vlan:
      return take({vlan_keys});
    case NetplanType::tunnel:
      return take({netplan_tunnel_keys()});
    case NetplanType::veth:
      return take({veth_keys});
    case NetplanType::dummy:
      return take({});
    case NetplanType::vrf:  // newer versions give it all the common keys
      return take({netplan_vrf_keys()});
    case NetplanType::port:
      return;
  }
}

void one_definition(NetplanParse& parse, NetplanType type, const YamlNode::Member& member) {
  NetplanState& state = parse.state;
  YamlNode key;
  key.kind = YamlNode::Kind::scalar;
  key.scalar = member.key;
  key.line = member.line;
  if (!is_interface_name(parse, key)) return;
  if (member.key.find_first_of("*[]?") != std::string::npos)
    return parse.refuse(key, fmt::format("the name \"{}\" is a pattern; that belongs into match",
                                         printable(member.key, 40)));
  if (member.key == "renderer") {
    if (take_renderer(parse, member.value, parse.type_renderer) &&
        parse.type_renderer == NetplanRenderer::network_manager)
      state.type_renderer_files.push_back(parse.file);
    return;
  }
  if (!is_mapping(parse, member.value)) return;
  if (parse.missing.erase(member.key) > 0) ++parse.came_later;
  NetplanDefinition* definition = state.find(member.key);
  if (definition && definition->type != type)
    return parse.refuse(
        key, fmt::format("\"{}\" is of another type elsewhere", printable(member.key, 40)));
  if (!definition) {
    definition = &state.make(member.key, type);
    definition->renderer = parse.type_renderer;
  }
  const auto is_here = [&](const SourcePlace& place) {
    return place.file == parse.file && place.line == member.line;
  };
  std::vector<SourcePlace>& places = definition->places;
  if (std::none_of(places.begin(), places.end(), is_here) && places.size() < 100)
    places.push_back({parse.file, member.line});
  definition->tunnel.vni = 0;
  definition->tunnel.flow_label.reset();
  definition->tunnel.link.clear();
  parse.definition = definition;
  take_definition(parse, member.value);
  // References to what comes later in the file may decide.
  if (parse.missing.empty() && !parse.refusal)
    if (auto reason = what_is_wrong_with(*definition)) parse.refuse(key, std::move(*reason));
  parse.definition = nullptr;
}

template <NetplanType type>
void definitions(NetplanParse& parse, const YamlNode& node) {
  for (const YamlNode::Member& member : node.members) one_definition(parse, type, member);
  parse.type_renderer = NetplanRenderer::none;
}

const NetplanKey network_keys[]{
    {"bonds", Kind::mapping, definitions<NetplanType::bond>},
    {"bridges", Kind::mapping, definitions<NetplanType::bridge>},
    {"dummy-devices", Kind::mapping, definitions<NetplanType::dummy>},
    {"ethernets", Kind::mapping, definitions<NetplanType::ethernet>},
    {"modems", Kind::mapping, definitions<NetplanType::modem>},
    {"nm-devices", Kind::mapping, definitions<NetplanType::nm_device>},
    {"openvswitch", Kind::mapping,
     [](NetplanParse& parse, const YamlNode& node) {
       take_mapping(parse, node, {netplan_open_vswitch_keys()});
     }},
    {"renderer", Kind::scalar,
     [](NetplanParse& parse, const YamlNode& node) {
       if (take_renderer(parse, node, parse.state.renderer)) parse.state.renderer_file = parse.file;
     }},
    {"tunnels", Kind::mapping, definitions<NetplanType::tunnel>},
    {"version", Kind::scalar,
     [](NetplanParse& parse, const YamlNode& node) {
       if (leading_number(node.scalar).value != 2) parse.refuse(node, "only version 2 is known");
     }},
    {"virtual-ethernets", Kind::mapping, definitions<NetplanType::veth>},
    {"vlans", Kind::mapping, definitions<NetplanType::vlan>},
    {"vrfs", Kind::mapping, definitions<NetplanType::vrf>},
    {"wifis", Kind::mapping, definitions<NetplanType::wifi>},
};

}  // namespace

NetplanKeys netplan_network_keys() { return network_keys; }

}  // namespace fbd
