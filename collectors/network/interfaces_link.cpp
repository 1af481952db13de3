#include "collectors/network/interfaces_link.h"

#include <algorithm>
#include <charconv>

#include "collectors/network/interfaces_lines.h"

// Source: link.defn of ifupdown; bridge-utils-interfaces(5), vlan-interfaces(5), ifenslave's
// if-pre-up.d script, README.Debian of wpasupplicant and openvswitch-switch. The scripts see an
// option as IF_BOND_SLAVES, so "bond_slaves" is as good as "bond-slaves".

namespace fbd {
namespace {

std::optional<int> number(std::string_view text, int at_most) {
  int value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc() || end != text.data() + text.size() || value < 0 || value > at_most)
    return std::nullopt;
  return value;
}

std::string first_word(const InterfacesBlock& block, std::string_view option) {
  const std::vector<std::string> words = option_words(block, option);
  return words.empty() ? "" : words.front();
}

bool has_prefix(const InterfacesBlock& block, std::string_view prefix) {
  return std::any_of(block.options.begin(), block.options.end(),
                     [prefix](const auto& one) { return one.name.starts_with(prefix); });
}

void add_ports(const std::vector<std::string>& words, Connection& connection) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    // Of interfaces that only the running system knows.
    if (words[i] == "regex" || words[i] == "noregex") {
      ++i;
    } else if (words[i] != "none" && words[i] != "all" &&
               std::find(connection.ports.begin(), connection.ports.end(), words[i]) ==
                   connection.ports.end()) {
      connection.ports.push_back(words[i]);
    }
  }
}

void read_bond(const InterfacesBlock& block, Connection& connection) {
  const std::string master = first_word(block, "bond_master");
  if (!master.empty() && master != "none") connection.controller = master;
  bool is_bond = false;
  // "slaves" is the old name of the option.
  for (std::string_view option : {"bond_slaves", "slaves"}) {
    const std::vector<std::string> words = option_words(block, option);
    is_bond = is_bond || !words.empty();
    add_ports(words, connection);
  }
  is_bond =
      is_bond || (connection.controller.empty() && (!first_word(block, "bond_mode").empty() ||
                                                    !first_word(block, "bond_miimon").empty()));
  if (is_bond) connection.type = "bond";
}

void read_bridge(const InterfacesBlock& block, Connection& connection) {
  for (std::string_view option : {"bridge_ports", "ovs_ports", "ovs_bonds"}) {
    const std::vector<std::string> words = option_words(block, option);
    if (words.empty()) continue;
    connection.type = option == "ovs_bonds" ? "bond" : "bridge";
    add_ports(words, connection);
  }
  if (first_word(block, "ovs_type") == "OVSBridge") connection.type = "bridge";
  if (const std::string bridge = first_word(block, "ovs_bridge"); !bridge.empty())
    connection.controller = bridge;
}

/// "eth0.5", "vlan5" on "vlan-raw-device eth0", any name with "vlan_id 5".
void read_vlan(const InterfacesBlock& block, Connection& connection) {
  // A label is an address of the VLAN, not a VLAN.
  if (block.name.find(':') != std::string::npos) return;
  const std::string& name = block.name;
  const std::string raw = first_word(block, "vlan_raw_device");
  const std::size_t dot = name.rfind('.');
  std::optional<int> id = number(first_word(block, "vlan_id"), 4094);
  if (!id && dot != std::string::npos) id = number(std::string_view(name).substr(dot + 1), 4094);
  if (!id && name.starts_with("vlan")) id = number(std::string_view(name).substr(4), 4094);
  const bool by_name = dot != std::string::npos && dot > 0 && id;
  if (raw.empty() && !by_name) return;
  if (connection.type.empty()) connection.type = "vlan";
  connection.vlan_id = id;
  connection.parent = raw.empty() ? name.substr(0, dot) : raw;
}

void read_type(const InterfacesBlock& block, Connection& connection) {
  if (!connection.type.empty()) return;
  if (block.method == "tunnel" || block.method == "v4tunnel" || block.method == "6to4")
    connection.type = "tunnel";
  else if (block.method == "ppp" || block.method == "wvdial")
    connection.type = "ppp";
  else if (has_prefix(block, "wpa-") || has_prefix(block, "wireless-"))
    connection.type = "wifi";
}

void read_hwaddress(const InterfacesBlock& block, Connection& connection) {
  // The class before it, "ether", is from older times.
  for (std::string& word : option_words(block, "hwaddress")) {
    if (word.size() != 17 || word[2] != ':') continue;
    std::transform(word.begin(), word.end(), word.begin(), [](char c) {
      return c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    connection.set_mac = word;
    return;
  }
}

}  // namespace

std::vector<std::string> option_words(const InterfacesBlock& block, std::string_view option) {
  const auto same = [option](std::string_view name) {
    return std::equal(name.begin(), name.end(), option.begin(), option.end(),
                      [](char a, char b) { return a == b || (a == '-' && b == '_'); });
  };
  std::vector<std::string> words;
  for (const InterfacesBlock::Option& one : block.options) {
    if (!same(one.name)) continue;
    std::string_view all = one.value;
    while (!all.empty()) {
      const std::size_t end = std::min(all.find('\n'), all.size());
      std::string_view line = all.substr(0, std::min(end, all.find('#')));
      if (!line.empty() && line.front() == ' ') take_word(line);
      while (!line.empty()) words.emplace_back(take_word(line));
      all.remove_prefix(std::min(end + 1, all.size()));
    }
  }
  return words;
}

void read_link(const InterfacesBlock& block, Connection& connection) {
  read_bond(block, connection);
  read_bridge(block, connection);
  read_vlan(block, connection);
  read_type(block, connection);
  read_hwaddress(block, connection);
  if (!connection.mtu) connection.mtu = number(first_word(block, "mtu"), 1 << 20);
}

}  // namespace fbd
