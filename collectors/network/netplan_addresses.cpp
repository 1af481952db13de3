#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "collectors/network/netplan_keys.h"

namespace fbd {
namespace {

using Kind = NetplanKey::Kind;
using Definition = NetplanDefinition;

void decided_here(NetplanParse& parse, const YamlNode& node) {
  parse.definition->decided = {parse.file, node.line};
}

void refuse_address(NetplanParse& parse, const YamlNode& node, std::string_view what) {
  parse.refuse(node, fmt::format("\"{}\" is no {}", printable(node.scalar, 60), what));
}

const NetplanKey option_keys[]{
    {"lifetime", Kind::scalar,
     [](NetplanParse& parse, const YamlNode& node) {
       if (!same_word(node.scalar, "forever")) is_one_of(parse, node, "lifetime", {"0", "forever"});
     }},
    {"label", Kind::scalar, any_text},
};

/// "10.1.2.3/24". netplan reads the length as C does, so that "24x" passes; the program that gets
/// it then does not take it.
bool is_address(NetplanParse& parse, const YamlNode& node, const std::string& text,
                bool has_options) {
  YamlNode shown = node;
  shown.scalar = text;
  const std::string_view address = without_prefix(text);
  const bool v4 = is_ipv4(address);
  if (address.size() == text.size() || (!v4 && !is_ipv6(address))) {
    refuse_address(parse, shown, "address with a prefix length");
    return false;
  }
  if (has_options) return true;
  const std::uint64_t length =
      leading_number(std::string_view(text).substr(address.size() + 1)).value;
  // What a WireGuard peer may use is allowed to be everything.
  if (length <= (v4 ? 32U : 128U) && (length > 0 || parse.peer)) return true;
  refuse_address(parse, shown, "address with a possible prefix length");
  return false;
}

void dhcp4(NetplanParse& parse, const YamlNode& node) {
  take_boolean<&Definition::dhcp4>(parse, node);
  if (parse.definition->addresses.all.empty()) decided_here(parse, node);
}

template <std::string Definition::*to, bool (*is_good)(std::string_view)>
void gateway(NetplanParse& parse, const YamlNode& node) {
  if (!is_good(node.scalar)) return refuse_address(parse, node, "address of a gateway");
  std::string& known = parse.definition->*to;
  if (!known.empty() && known != node.scalar)  // netplan ends with a failed assertion
    return parse.refuse(node, fmt::format("the gateway is {} already", known));
  known = node.scalar;
}

template <NetplanList Definition::*to>
void texts(NetplanParse& parse, const YamlNode& node) {
  for (const YamlNode& item : node.items) {
    if (!is_scalar(parse, item)) return;
    if (to == &Definition::dns && !is_ipv4(item.scalar) && !is_ipv6(item.scalar))
      return refuse_address(parse, item, "address of a name server");
    (parse.definition->*to).add(item.scalar);
  }
}

void link_local(NetplanParse& parse, const YamlNode& node) {
  bool v4 = false;
  for (const YamlNode& item : node.items) {
    if (!is_scalar(parse, item)) return;
    v4 = v4 || same_word(item.scalar, "ipv4");
    if (!same_word(item.scalar, "ipv4") && !same_word(item.scalar, "ipv6"))
      return refuse_address(parse, item, "family for link-local, which is ipv4 or ipv6");
  }
  parse.definition->link_local4 = v4;
}

void optional_addresses(NetplanParse& parse, const YamlNode& node) {
  for (const YamlNode& item : node.items) {
    bool known = false;
    for (std::string_view word : {"ipv4-ll", "ipv6-ra", "dhcp4", "dhcp6", "static"})
      known = known || same_word(item.scalar, word);
    if (!is_scalar(parse, item)) return;
    if (!known) return refuse_address(parse, item, "kind of address that could be optional");
  }
}

void dhcp_identifier(NetplanParse& parse, const YamlNode& node) {
  if (!same_word(node.scalar, "duid") && !same_word(node.scalar, "mac"))
    is_one_of(parse, node, "dhcp-identifier", {"duid", "mac"});
}

/// Kept as said, and only if it differs from what holds anyway.
template <auto overrides>
void take_overrides(NetplanParse& parse, const YamlNode& node) {
  constexpr auto known = [](std::string_view key, std::initializer_list<std::string_view> all) {
    for (std::string_view one : all)
      if (key == one) return true;
    return false;
  };
  for (const YamlNode::Member& member : node.members) {
    const YamlNode& value = member.value;
    std::string said = value.scalar;
    if (known(member.key,
              {"send-hostname", "use-dns", "use-hostname", "use-mtu", "use-ntp", "use-routes"})) {
      if (!is_scalar(parse, value)) return;
      const auto on = boolean(parse, value);
      said = on.value_or(true) ? "" : "false";
    } else if (member.key == "route-metric") {
      if (!is_scalar(parse, value)) return;
      if (const auto metric = number(parse, value)) said = std::to_string(*metric);
    } else if (known(member.key, {"hostname", "use-domains"})) {
      if (!is_scalar(parse, value)) return;
      said.insert(0, 1, '=');
    } else {
      YamlNode where;
      where.line = member.line;
      parse.refuse(where, fmt::format("unknown key \"{}\"", printable(member.key, 40)));
    }
    if (said.empty())
      (parse.definition->*overrides).erase(member.key);
    else
      (parse.definition->*overrides)[member.key] = said;
  }
}

const NetplanKey ra_keys[]{
    {"use-dns", Kind::scalar, any_boolean},
    {"use-domains", Kind::scalar,
     [](NetplanParse& parse, const YamlNode& node) {
       if (!same_word(node.scalar, "route")) any_boolean(parse, node);
     }},
    {"table", Kind::scalar, any_number},
};

const NetplanKey name_server_keys[]{
    {"search", Kind::sequence, texts<&Definition::search>},
    {"addresses", Kind::sequence, texts<&Definition::dns>},
};

const NetplanKey address_keys[]{
    {"accept-ra", Kind::scalar,
     [](NetplanParse& parse, const YamlNode& node) {
       if (const auto on = boolean(parse, node)) parse.definition->accept_ra = on;
     }},
    {"addresses", Kind::sequence,
     [](NetplanParse& parse, const YamlNode& node) {
       take_netplan_addresses(parse, node);
       decided_here(parse, node);
     }},
    {"dhcp4", Kind::scalar, dhcp4},
    {"dhcp6", Kind::scalar, take_boolean<&Definition::dhcp6>},
    {"dhcp-identifier", Kind::scalar, dhcp_identifier},
    {"dhcp4-overrides", Kind::mapping, take_overrides<&Definition::overrides4>},
    {"dhcp6-overrides", Kind::mapping, take_overrides<&Definition::overrides6>},
    {"ra-overrides", Kind::mapping,
     [](NetplanParse& parse, const YamlNode& node) { take_mapping(parse, node, {ra_keys}); }},
    {"gateway4", Kind::scalar, gateway<&Definition::gateway4, is_ipv4>},
    {"gateway6", Kind::scalar, gateway<&Definition::gateway6, is_ipv6>},
    {"ipv6-address-generation", Kind::scalar,
     [](NetplanParse& parse, const YamlNode& node) {
       if (is_one_of(parse, node, "ipv6-address-generation", {"eui64", "stable-privacy"}))
         parse.definition->address_generation = node.scalar;
     }},
    {"ipv6-address-token", Kind::scalar,
     [](NetplanParse& parse, const YamlNode& node) {
       if (!is_ipv6(node.scalar)) return refuse_address(parse, node, "IPv6 address");
       parse.definition->has_address_token = true;
     }},
    {"link-local", Kind::sequence, link_local},
    {"nameservers", Kind::mapping,
     [](NetplanParse& parse, const YamlNode& node) {
       take_mapping(parse, node, {name_server_keys});
     }},
    {"optional-addresses", Kind::sequence, optional_addresses},
};

}  // namespace

NetplanKeys netplan_address_keys() { return address_keys; }

void take_netplan_addresses(NetplanParse& parse, const YamlNode& node) {
  for (const YamlNode& item : node.items) {
    if (item.kind != YamlNode::Kind::mapping) {
      if (!is_scalar(parse, item) || !is_address(parse, item, item.scalar, false)) return;
      if (parse.peer)
        parse.peer->has_addresses = true;
      else
        parse.definition->addresses.add(item.scalar);
      continue;
    }
    // "10.1.2.3/24": {label: "eth0:1"}
    if (item.members.empty()) return refuse_address(parse, item, "address");
    const YamlNode::Member& first = item.members.front();
    if (!is_address(parse, item, first.key, true)) return;
    // netplan leaves the list where it meets options that it has already.
    if (!parse.definition->addresses_with_options.insert(first.key).second) return;
    take_mapping(parse, first.value, {option_keys});
    parse.definition->addresses.add(first.key);
  }
}

}  // namespace fbd
