#include "collectors/network/netplan_grammar.h"

#include <algorithm>
#include <limits>
#include <vector>

#include <fmt/format.h>

#include "collectors/evidence/text.h"

namespace fbd {
namespace {

using Kind = YamlNode::Kind;

char small(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

const NetplanKey* find(std::initializer_list<NetplanKeys> tables, std::string_view name) {
  for (const NetplanKeys& table : tables)
    for (const NetplanKey& key : table)
      if (key.name == name) return &key;
  return nullptr;
}

std::string unknown(std::initializer_list<NetplanKeys> tables, std::string_view name) {
  std::vector<std::string_view> known;
  for (const NetplanKeys& table : tables)
    for (const NetplanKey& key : table) known.push_back(key.name);
  const std::string shown = printable(name, 40);
  return fmt::format("unknown key \"{}\"{}", shown, did_you_mean(shown, known));
}

bool has_kind(NetplanParse& parse, const YamlNode& node, Kind kind, std::string_view expected) {
  if (node.kind == kind) return true;
  parse.refuse(node, fmt::format("{} is expected here", expected));
  return false;
}

bool fits(NetplanParse& parse, const YamlNode& node, NetplanKey::Kind kind) {
  switch (kind) {
    case NetplanKey::Kind::scalar:
      return is_scalar(parse, node);
    case NetplanKey::Kind::sequence:
      return has_kind(parse, node, Kind::sequence, "a list");
    case NetplanKey::Kind::mapping:
      return is_mapping(parse, node);
    case NetplanKey::Kind::any:
      return true;
  }
  return false;
}

}  // namespace

void NetplanParse::refuse(const YamlNode& where, std::string reason) {
  if (!refusal) refusal = NetplanRefusal{file, where.line, std::move(reason)};
}

NetplanDefinition* NetplanParse::refer(const YamlNode& id) {
  if (NetplanDefinition* found = state.find(id.scalar)) return found;
  missing.insert_or_assign(
      id.scalar, NetplanRefusal{file, id.line,
                                fmt::format("{} refers to \"{}\", which is not defined before the "
                                            "end of this file",
                                            printable(definition ? definition->id : "it", 40),
                                            printable(id.scalar, 40))});
  return nullptr;
}

void take_mapping(NetplanParse& parse, const YamlNode& node,
                  std::initializer_list<NetplanKeys> tables) {
  if (!is_mapping(parse, node)) return;
  for (const YamlNode::Member& member : node.members) {
    const NetplanKey* key = find(tables, member.key);
    if (key) {
      if (fits(parse, member.value, key->kind)) key->take(parse, member.value);
    } else if (!parse.refusal) {
      YamlNode where;
      where.line = member.line;
      parse.refuse(where, unknown(tables, member.key));
    }
  }
}

bool is_scalar(NetplanParse& parse, const YamlNode& node) {
  return has_kind(parse, node, Kind::scalar, "a single value");
}

bool is_mapping(NetplanParse& parse, const YamlNode& node) {
  return has_kind(parse, node, Kind::mapping, "a mapping");
}

LeadingNumber leading_number(std::string_view text) {
  constexpr std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
  std::size_t at = 0;
  while (at < text.size() && is_blank(text[at])) ++at;
  const bool negative = text.substr(at, 1) == "-";
  if (negative || text.substr(at, 1) == "+") ++at;
  const std::size_t first = at;
  std::uint64_t value = 0;
  for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at) {
    const auto digit = static_cast<std::uint64_t>(text[at] - '0');
    value = value > (most - digit) / 10 ? most : 10 * value + digit;
  }
  if (at == first) return {0, text};
  return {negative && value != most ? ~value + 1 : value, text.substr(at)};
}

std::optional<bool> boolean(NetplanParse& parse, const YamlNode& node) {
  for (std::string_view yes : {"true", "on", "yes", "y"})
    if (same_word(node.scalar, yes)) return true;
  for (std::string_view no : {"false", "off", "no", "n"})
    if (same_word(node.scalar, no)) return false;
  parse.refuse(node, fmt::format("\"{}\" is neither true nor false", printable(node.scalar, 40)));
  return std::nullopt;
}

std::optional<std::uint32_t> number(NetplanParse& parse, const YamlNode& node) {
  const LeadingNumber read = leading_number(node.scalar);
  if (node.kind == Kind::scalar && read.rest.empty() &&
      read.value <= std::numeric_limits<std::uint32_t>::max())
    return static_cast<std::uint32_t>(read.value);
  parse.refuse(node, fmt::format("\"{}\" is no number", printable(node.scalar, 40)));
  return std::nullopt;
}

std::optional<std::string> mac_address(NetplanParse& parse, const YamlNode& node) {
  std::string address = node.scalar;
  std::transform(address.begin(), address.end(), address.begin(), small);
  // Six bytes, or the twenty of InfiniBand.
  bool good = address.size() == 17 || address.size() == 59;
  for (std::size_t i = 0; good && i < address.size(); ++i)
    good = i % 3 == 2 ? address[i] == ':'
                      : (address[i] >= '0' && address[i] <= '9') ||
                            (address[i] >= 'a' && address[i] <= 'f');
  if (good) return address;
  parse.refuse(node, fmt::format("\"{}\" is no MAC address", printable(node.scalar, 70)));
  return std::nullopt;
}

bool is_interface_name(NetplanParse& parse, const YamlNode& node) {
  const std::string& name = node.scalar;
  if (!name.empty() &&
      std::all_of(name.begin(), name.end(), [](char c) { return c > ' ' && c < '\x7f'; }))
    return true;
  parse.refuse(node, fmt::format("\"{}\" is no name of an interface", printable(name, 40)));
  return false;
}

bool is_one_of(NetplanParse& parse, const YamlNode& node, std::string_view what,
               std::initializer_list<std::string_view> words) {
  if (std::find(words.begin(), words.end(), node.scalar) != words.end()) return true;
  parse.refuse(node, fmt::format("{} \"{}\" is not known; it is one of {}", what,
                                 printable(node.scalar, 40), fmt::join(words, ", ")));
  return false;
}

std::string_view without_prefix(std::string_view address) {
  return address.substr(0, std::min(address.rfind('/'), address.size()));
}

void any_text(NetplanParse&, const YamlNode&) {}
void any_boolean(NetplanParse& parse, const YamlNode& node) { boolean(parse, node); }
void any_number(NetplanParse& parse, const YamlNode& node) { number(parse, node); }

}  // namespace fbd
