// netplan's grammar as tables: which keys a mapping may have and what takes each value. Only for
// netplan*.cpp.
//
// What is refused here is what netplan 0.106 refuses (its src/parse.c; measured with
// `netplan generate --root-dir`), and what newer versions have added is let through, because the
// version that will read the files is not known.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "collectors/evidence/yaml.h"
#include "collectors/network/netplan_definition.h"

namespace fbd {

struct NetplanRefusal {
  std::string file;
  int line = 0;
  std::string reason;
};

/// Reading one file, and what is being read. After a refusal reading goes on, so that what the
/// rest of the file defines is known; only the first refusal is kept.
struct NetplanParse {
  NetplanParse(NetplanState& all, const std::string& path) : state(all), file(path) {}

  NetplanState& state;
  const std::string& file;
  std::optional<NetplanRefusal> refusal;

  NetplanDefinition* definition = nullptr;
  NetplanAccessPoint* access_point = nullptr;
  NetplanAuthentication* authentication = nullptr;
  NetplanRoute* route = nullptr;
  NetplanPeer* peer = nullptr;
  NetplanRenderer type_renderer = NetplanRenderer::none;

  /// Definitions that are referred to and have not come yet, with the places that say so.
  std::map<NetplanId, NetplanRefusal, std::less<>> missing;
  std::size_t came_later = 0;

  void refuse(const YamlNode& where, std::string reason);
  /// The definition of that id. If there is none yet it is missing.
  NetplanDefinition* refer(const YamlNode& id);
};

struct NetplanKey {
  enum class Kind { scalar, sequence, mapping, any };
  std::string_view name;
  Kind kind;
  void (*take)(NetplanParse&, const YamlNode&);
};

using NetplanKeys = std::span<const NetplanKey>;

/// Gives each value to what its key's row names; the tables are looked through in turn.
void take_mapping(NetplanParse& parse, const YamlNode& node,
                  std::initializer_list<NetplanKeys> tables);

bool is_scalar(NetplanParse& parse, const YamlNode& node);
bool is_mapping(NetplanParse& parse, const YamlNode& node);

/// C's strtoull, in base 10: leading blanks and a sign, then digits. `rest` is what follows, all of
/// the text if it is no number, which is 0 then.
struct LeadingNumber {
  std::uint64_t value = 0;
  std::string_view rest;
};
LeadingNumber leading_number(std::string_view text);

// Values. Each refuses what is none, and gives nothing then.
std::optional<bool> boolean(NetplanParse& parse, const YamlNode& node);
std::optional<std::uint32_t> number(NetplanParse& parse, const YamlNode& node);
std::optional<std::string> mac_address(NetplanParse& parse, const YamlNode& node);
bool is_interface_name(NetplanParse& parse, const YamlNode& node);
bool is_one_of(NetplanParse& parse, const YamlNode& node, std::string_view what,
               std::initializer_list<std::string_view> words);
/// "10.1.2.3" of "10.1.2.3/24", "10.1.2.3" of itself
std::string_view without_prefix(std::string_view address);

// What a row's `take` may be where nobody needs the value.
void any_text(NetplanParse& parse, const YamlNode& node);
void any_boolean(NetplanParse& parse, const YamlNode& node);
void any_number(NetplanParse& parse, const YamlNode& node);

template <bool NetplanDefinition::*to>
void take_boolean(NetplanParse& parse, const YamlNode& node) {
  if (const auto value = boolean(parse, node)) parse.definition->*to = *value;
}
template <auto to>
void take_number(NetplanParse& parse, const YamlNode& node) {
  if (const auto value = number(parse, node)) parse.definition->*to = *value;
}
template <auto to>
void take_text(NetplanParse& parse, const YamlNode& node) {
  parse.definition->*to = node.scalar;
}

}  // namespace fbd
