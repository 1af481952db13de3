// What netplan's files say, as netplan keeps it. Only for netplan*.cpp.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "collectors/network/connection.h"

namespace fbd {

enum class NetplanType {
  ethernet,
  wifi,
  modem,
  bridge,
  bond,
  vlan,
  tunnel,
  vrf,
  dummy,
  veth,
  nm_device,
  port  // one end of an Open vSwitch patch; it has no addresses
};
enum class NetplanRenderer { none, networkd, network_manager, open_vswitch };

/// Where a key such as "link" and a value such as "bond0" stand for another definition.
using NetplanId = std::string;

struct NetplanRoute {
  std::string to, via, from;
  std::string type = "unicast";
  std::string scope;
  std::optional<std::uint32_t> table, metric;
  int family = 0;  // 4 or 6, once an address has told
};

struct NetplanAuthentication {
  bool is_psk = false;
  std::optional<std::string> password;
};

struct NetplanAccessPoint {
  std::string mode = "infrastructure";
  std::string band;
  std::uint32_t channel = 0;
  std::optional<NetplanAuthentication> authentication;
};

struct NetplanPeer {
  std::optional<std::string> public_key, shared_key;
  bool has_addresses = false;
  std::uint32_t keepalive = 0;
};

struct NetplanTunnel {
  std::string mode;
  std::optional<std::string> local, remote, input_key, output_key, private_key;
  std::uint32_t ttl = 0;
  std::vector<NetplanPeer> peers;
  // VXLAN; forgotten whenever the definition is mentioned again
  std::uint32_t vni = 0;
  std::optional<std::uint32_t> flow_label;
  NetplanId link;
};

/// Texts in the order they came, each once.
struct NetplanList {
  std::vector<std::string> all;
  std::set<std::string, std::less<>> known;
  void add(const std::string& text) {
    if (known.insert(text).second) all.push_back(text);
  }
};

/// Put together from all files that name it: single values are replaced, lists grow.
struct NetplanDefinition {
  NetplanId id;
  NetplanType type = NetplanType::ethernet;
  NetplanRenderer renderer = NetplanRenderer::none;
  std::string renderer_file;  // where it names its own
  std::vector<SourcePlace> places;
  SourcePlace decided;  // about IPv4

  bool has_match = false;
  std::string match_name, match_mac;
  std::vector<std::string> match_drivers;
  std::optional<std::string> set_name;

  bool dhcp4 = false, dhcp6 = false;
  std::optional<bool> accept_ra;
  std::map<std::string, std::string, std::less<>> overrides4, overrides6;
  NetplanList addresses;
  std::set<std::string, std::less<>> addresses_with_options;
  std::string gateway4, gateway6;
  NetplanList dns, search;
  bool link_local4 = false;
  bool has_routes = false;
  std::vector<NetplanRoute> routes;
  std::set<std::string> known_routes;
  std::set<std::uint32_t> rule_tables;
  std::uint32_t mtu = 0, ipv6_mtu = 0;
  std::string set_mac;
  bool mac_is_for_manager = false;  // a word that only NetworkManager knows
  std::string activation_mode;
  std::string address_generation;
  bool has_address_token = false;

  NetplanId bond, bridge, vrf;  // whose port it is
  std::uint32_t path_cost = 0, port_priority = 0;
  std::string bond_mode;
  NetplanId primary;
  std::optional<std::uint32_t> vlan_id;
  NetplanId vlan_link;
  NetplanId peer;  // of a veth or a patch port
  bool is_sriov_filter = false;
  NetplanId sriov_link;
  std::optional<std::uint32_t> sriov_functions;
  bool has_switch_mode = false, delays_rebind = false;
  std::optional<std::uint32_t> vrf_table;
  NetplanTunnel tunnel;

  std::map<std::string, NetplanAccessPoint, std::less<>> access_points;
  std::optional<NetplanAuthentication> authentication;
  bool wakes_on_tcp = false, wakes_by_default = false, wakes_otherwise = false;

  std::map<std::string, std::string, std::less<>> passthrough;  // "ipv4.method" to "auto"
  std::map<std::string, std::string, std::less<>> external_ids, other_config;
  std::vector<std::string> controllers;  // of an Open vSwitch bridge

  bool is_physical() const { return type <= NetplanType::modem; }
};

/// All files together.
struct NetplanState {
  std::deque<NetplanDefinition> definitions;  // in the order they came
  std::map<NetplanId, NetplanDefinition*, std::less<>> by_id;
  NetplanRenderer renderer = NetplanRenderer::none;
  std::string renderer_file;
  std::vector<std::string> type_renderer_files;  // that give a whole type to NetworkManager
  std::map<std::string, std::string, std::less<>> external_ids, other_config;
  bool has_ca = false, has_certificate = false, has_key = false;  // for Open vSwitch's TLS

  NetplanDefinition* find(std::string_view id) const {
    const auto found = by_id.find(id);
    return found == by_id.end() ? nullptr : found->second;
  }
  NetplanDefinition& make(const NetplanId& id, NetplanType type) {
    NetplanDefinition& made = definitions.emplace_back();
    made.id = id;
    made.type = type;
    return *(by_id[id] = &made);
  }
  NetplanRenderer renderer_of(const NetplanDefinition& definition) const {
    if (definition.renderer != NetplanRenderer::none) return definition.renderer;
    return renderer != NetplanRenderer::none ? renderer : NetplanRenderer::networkd;
  }
};

}  // namespace fbd
