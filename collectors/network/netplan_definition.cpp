#include "collectors/network/netplan_definition.h"

#include <algorithm>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "collectors/network/cidr.h"

// Source: netplan's YAML reference; merging as measured with netplan 0.106 and 1.0
// (netplan generate --root-dir).

namespace fbd {
namespace {

using Kind = YamlNode::Kind;

// What the failover adds; it is for the network driver of Hyper-V and means nothing on VMware.
constexpr std::string_view failover_file = "50-azure_migrate_dhcp.yaml";

/// netplan's booleans: any case, quoted or not; "1" is none.
std::optional<bool> boolean(std::string_view word) {
  std::string small(word);
  for (char& c : small)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  for (std::string_view yes : {"true", "yes", "on", "y"})
    if (small == yes) return true;
  for (std::string_view no : {"false", "no", "off", "n"})
    if (small == no) return false;
  return std::nullopt;
}

}  // namespace

std::optional<NetplanDefinition::Refusal> NetplanDefinition::add(
    const std::string& file, const YamlNode::Member& definition) {
  const bool by_failover = file_name(file) == failover_file;
  entry_.by_failover = by_failover && (entry_.by_failover || !known_);
  if (!known_) {
    entry_.file = file;
    entry_.line = definition.line;
    entry_.stack = NetworkStack::netplan;
    known_ = true;
  }
  if (definition.value.kind != Kind::mapping)
    refuse(definition.value,
           fmt::format("the definition \"{}\" is no mapping", printable(definition.key, 40)));
  for (const YamlNode::Member& member : definition.value.members) set(file, member);
  return refusal_;
}

void NetplanDefinition::set(const std::string& file, const YamlNode::Member& member) {
  const YamlNode& value = member.value;
  const auto decided_here = [&] {
    entry_.file = file;
    entry_.line = member.line;
  };
  if (member.key == "dhcp4") {
    const std::optional<bool> on = boolean(scalar(value, member.key));
    if (!on) return refuse(value, "dhcp4 is neither true nor false");
    dhcp4_ = *on;
    if (entry_.addresses.empty()) decided_here();
  } else if (member.key == "addresses") {
    add_addresses(value);
    decided_here();
  } else if (member.key == "gateway4") {
    entry_.gateway = scalar(value, member.key);
  } else if (member.key == "routes") {
    add_routes(value);
  } else if (member.key == "nameservers") {
    add_name_servers(value);
  } else if (member.key == "match") {
    match(value);
  } else if (member.key == "set-name") {
    set_name_ = scalar(value, member.key);
  } else if (member.key == "renderer") {
    renderer_ = scalar(value, member.key);
    renderer_file_ = file;
  } else if (member.key == "activation-mode") {
    entry_.at_boot = false;  // "manual" and "off" are the only values
  } else if (member.key == "networkmanager") {
    passed_through_ = true;
  }
}

void NetplanDefinition::match(const YamlNode& node) {
  matched_ = true;
  if (node.kind == Kind::null) return;
  if (node.kind != Kind::mapping) return refuse(node, "match is no mapping");
  for (const YamlNode::Member& one : node.members) {
    if (one.key == "name")
      match_name_ = scalar(one.value, one.key);
    else if (one.key == "macaddress")
      match_mac_ = scalar(one.value, one.key);
    else if (one.key == "driver")
      match_driver_ = one.value.kind == Kind::scalar ? one.value.scalar : "one of several";
  }
}

void NetplanDefinition::add_addresses(const YamlNode& node) {
  if (node.kind != Kind::sequence) return refuse(node, "addresses is no list");
  for (const YamlNode& item : node.items) {
    // "10.1.2.3/24" or "10.1.2.3/24": {label: x}
    const std::string text = item.kind == Kind::mapping && item.members.size() == 1
                                 ? item.members.front().key
                                 : scalar(item, "an address");
    const std::optional<Cidr> cidr = parse_cidr(text);
    if (!cidr || !cidr->prefix)
      return refuse(item,
                    fmt::format("\"{}\" is no address with a prefix length", printable(text, 60)));
    auto& all = entry_.addresses;  // netplan keeps each once
    if (std::find(all.begin(), all.end(), cidr->text()) == all.end()) all.push_back(cidr->text());
  }
}

void NetplanDefinition::add_routes(const YamlNode& node) {
  if (node.kind != Kind::sequence) return refuse(node, "routes is no list");
  for (const YamlNode& route : node.items) {
    const YamlNode* target = route.at("to");
    const YamlNode* via = route.at("via");
    if (target && via && (target->scalar == "default" || target->scalar == "0.0.0.0/0"))
      entry_.gateway = via->scalar;
  }
}

void NetplanDefinition::add_name_servers(const YamlNode& node) {
  const YamlNode* servers = node.at("addresses");
  if (!servers) return;
  for (const YamlNode& server : servers->items)
    if (server.kind == Kind::scalar) entry_.dns.push_back(server.scalar);
}

std::string NetplanDefinition::scalar(const YamlNode& node, std::string_view what) {
  if (node.kind == Kind::scalar) return node.scalar;
  refuse(node, fmt::format("{} is no single value", what));
  return "";
}

void NetplanDefinition::refuse(const YamlNode& where, std::string reason) {
  if (!refusal_) refusal_ = Refusal{where.line, std::move(reason)};
}

NetworkEntry NetplanDefinition::entry(const std::string& id) const {
  NetworkEntry entry = entry_;
  entry.method = dhcp4_                 ? AddressMethod::dhcp
                 : entry.ipv4().empty() ? AddressMethod::none
                                        : AddressMethod::fixed;
  if (passed_through_) entry.method = AddressMethod::other;
  entry.interface = !set_name_.empty() ? set_name_ : matched_ ? match_name_ : id;
  if (entry.interface.empty()) entry.mac = match_mac_;
  if (!match_driver_.empty()) entry.condition = "driver " + match_driver_;
  return entry;
}

}  // namespace fbd
