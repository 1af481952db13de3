// Access points, modems and who may enter a network.
#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "collectors/network/netplan_keys.h"

namespace fbd {
namespace {

using Kind = NetplanKey::Kind;

const NetplanKey authentication_keys[]{
    {"key-management", Kind::scalar,
     [](NetplanParse& parse, const YamlNode& node) {
       if (is_one_of(parse, node, "key-management",
                     {"none", "psk", "eap", "802.1x", "psk-sha256", "eap-sha256", "sae",
                      "eap-suite-b-192"}))
         parse.authentication->is_psk = node.scalar == "psk";
     }},
    {"method", Kind::scalar,
     [](NetplanParse& parse, const YamlNode& node) {
       is_one_of(parse, node, "method", {"tls", "peap", "ttls", "leap", "pwd"});
     }},
    {"identity", Kind::scalar, any_text},
    {"anonymous-identity", Kind::scalar, any_text},
    {"password", Kind::scalar,
     [](NetplanParse& parse, const YamlNode& node) {
       parse.authentication->password = node.scalar;
     }},
    {"ca-certificate", Kind::scalar, any_text},
    {"client-certificate", Kind::scalar, any_text},
    {"client-key", Kind::scalar, any_text},
    {"client-key-password", Kind::scalar, any_text},
    {"phase2-auth", Kind::scalar, any_text},
};

void take_into(NetplanParse& parse, const YamlNode& node,
               std::optional<NetplanAuthentication>& to) {
  if (!to) to.emplace();
  parse.authentication = &*to;
  take_mapping(parse, node, {authentication_keys});
  parse.authentication = nullptr;
}

void texts(NetplanParse& parse, const YamlNode& node) {
  for (const YamlNode::Member& member : node.members)
    if (!is_scalar(parse, member.value)) return;
}

const NetplanKey manager_keys[]{
    {"name", Kind::scalar, any_text},      {"uuid", Kind::scalar, any_text},
    {"stable-id", Kind::scalar, any_text}, {"device", Kind::scalar, any_text},
    {"passthrough", Kind::mapping, texts},
};

const NetplanKey access_point_keys[]{
    {"band", Kind::scalar,
     [](NetplanParse& parse, const YamlNode& node) {
       if (is_one_of(parse, node, "band", {"5GHz", "5G", "2.4GHz", "2.4G"}))
         parse.access_point->band = node.scalar.starts_with('5') ? "5" : "2.4";
     }},
    {"bssid", Kind::scalar,
     [](NetplanParse& parse, const YamlNode& node) { mac_address(parse, node); }},
    {"hidden", Kind::scalar, any_boolean},
    {"channel", Kind::scalar,
     [](NetplanParse& parse, const YamlNode& node) {
       if (const auto value = number(parse, node)) parse.access_point->channel = *value;
     }},
    {"mode", Kind::scalar,
     [](NetplanParse& parse, const YamlNode& node) {
       if (is_one_of(parse, node, "mode", {"infrastructure", "adhoc", "ap"}))
         parse.access_point->mode = node.scalar;
     }},
    {"password", Kind::scalar,
     [](NetplanParse& parse, const YamlNode& node) {
       parse.access_point->authentication = NetplanAuthentication{true, node.scalar};
     }},
    {"auth", Kind::mapping,
     [](NetplanParse& parse, const YamlNode& node) {
       take_into(parse, node, parse.access_point->authentication);
     }},
    {"networkmanager", Kind::mapping,
     [](NetplanParse& parse, const YamlNode& node) { take_mapping(parse, node, {manager_keys}); }},
};

void access_points(NetplanParse& parse, const YamlNode& node) {
  for (const YamlNode::Member& member : node.members) {
    if (!is_mapping(parse, member.value)) return;
    NetplanAccessPoint read;
    parse.access_point = &read;
    take_mapping(parse, member.value, {access_point_keys});
    parse.access_point = nullptr;
    // Also when netplan reads the file again for names that came after their use.
    if (!parse.definition->access_points.emplace(member.key, std::move(read)).second) {
      YamlNode where;
      where.line = member.line;
      parse.refuse(where, fmt::format("the access point \"{}\" is there already",
                                      printable(member.key, 40)));
    }
  }
}

const NetplanKey wifi_keys[]{
    {"access-points", Kind::mapping, access_points},
    {"auth", Kind::mapping, take_netplan_authentication},
    {"regulatory-domain", Kind::scalar, any_text},
};

const NetplanKey modem_keys[]{
    {"apn", Kind::scalar, any_text},       {"auto-config", Kind::scalar, any_boolean},
    {"device-id", Kind::scalar, any_text}, {"network-id", Kind::scalar, any_text},
    {"number", Kind::scalar, any_text},    {"password", Kind::scalar, any_text},
    {"pin", Kind::scalar, any_text},       {"sim-id", Kind::scalar, any_text},
    {"username", Kind::scalar, any_text},  {"sim-operator-id", Kind::scalar, any_text},
};

}  // namespace

NetplanKeys netplan_wifi_keys() { return wifi_keys; }
NetplanKeys netplan_modem_keys() { return modem_keys; }

void take_netplan_authentication(NetplanParse& parse, const YamlNode& node) {
  take_into(parse, node, parse.definition->authentication);
}

}  // namespace fbd
