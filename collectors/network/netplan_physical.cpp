// How an interface that is there already is found, and what its hardware does.
#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "collectors/network/netplan_keys.h"

namespace fbd {
namespace {

using Kind = NetplanKey::Kind;

void driver(NetplanParse& parse, const YamlNode& node) {
  std::vector<std::string>& drivers = parse.definition->match_drivers;
  const auto add = [&](const YamlNode& one) {
    if (!is_scalar(parse, one)) return;
    if (one.scalar.find(' ') != std::string::npos)
      return parse.refuse(one, "the name of a driver has no blanks");
    drivers.push_back(one.scalar);
  };
  drivers.clear();
  if (node.kind == YamlNode::Kind::scalar) return add(node);
  if (node.kind != YamlNode::Kind::sequence || node.items.empty())
    return parse.refuse(node, "a driver or a list of drivers is expected here");
  for (const YamlNode& item : node.items) add(item);
}

const NetplanKey match_keys[]{
    {"driver", Kind::any, driver},
    {"macaddress", Kind::scalar,
     [](NetplanParse& parse, const YamlNode& node) {
       if (const auto mac = mac_address(parse, node)) parse.definition->match_mac = *mac;
     }},
    {"name", Kind::scalar,
     [](NetplanParse& parse, const YamlNode& node) {
       if (is_interface_name(parse, node)) parse.definition->match_name = node.scalar;
     }},
};

void wake(NetplanParse& parse, const YamlNode& node) {
  NetplanDefinition& definition = *parse.definition;
  for (const YamlNode& item : node.items) {
    if (!is_scalar(parse, item)) return;
    bool known = false;
    for (std::string_view word :
         {"default", "any", "disconnect", "magic_pkt", "gtk_rekey_failure", "eap_identity_req",
          "four_way_handshake", "rfkill_release", "tcp"})
      known = known || same_word(item.scalar, word);
    if (!known)
      return parse.refuse(
          item, fmt::format("\"{}\" is nothing for wakeonwlan", printable(item.scalar, 40)));
    const bool by_default = same_word(item.scalar, "default");
    (by_default ? definition.wakes_by_default : definition.wakes_otherwise) = true;
    definition.wakes_on_tcp = definition.wakes_on_tcp || same_word(item.scalar, "tcp");
  }
  if (definition.wakes_by_default && definition.wakes_otherwise)
    parse.refuse(node, "\"default\" stands alone in wakeonwlan");
}

const NetplanKey physical_keys[]{
    {"match", Kind::mapping,
     [](NetplanParse& parse, const YamlNode& node) {
       parse.definition->has_match = true;
       take_mapping(parse, node, {match_keys});
     }},
    {"set-name", Kind::scalar, take_text<&NetplanDefinition::set_name>},
    {"wakeonlan", Kind::scalar, any_boolean},
    {"wakeonwlan", Kind::sequence, wake},
    {"emit-lldp", Kind::scalar, any_boolean},
    {"receive-checksum-offload", Kind::scalar, any_boolean},
    {"transmit-checksum-offload", Kind::scalar, any_boolean},
    {"tcp-segmentation-offload", Kind::scalar, any_boolean},
    {"tcp6-segmentation-offload", Kind::scalar, any_boolean},
    {"generic-segmentation-offload", Kind::scalar, any_boolean},
    {"generic-receive-offload", Kind::scalar, any_boolean},
    {"large-receive-offload", Kind::scalar, any_boolean},
};

}  // namespace

NetplanKeys netplan_physical_keys() { return physical_keys; }

}  // namespace fbd
