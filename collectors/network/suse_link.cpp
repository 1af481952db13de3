#include "collectors/network/suse_link.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "collectors/network/suse_address.h"

namespace fbd {
namespace {

constexpr unsigned max_vlan_id = 4094;
constexpr std::size_t max_ports = 1024;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_alphanumeric(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

template <std::size_t n>
bool is_one_of(std::string_view word, const std::array<std::string_view, n>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// "0:50:56:1:2:3" is "00:50:56:01:02:03".
std::optional<std::string> parse_mac(std::string_view text) {
  std::string mac;
  for (int i = 0; i < 6; ++i) {
    unsigned byte = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), byte, 16);
    if (problem != std::errc() || byte > 255) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    mac += fmt::format("{}{:02x}", i == 0 ? "" : ":", byte);
    if (i == 5) break;
    if (!text.starts_with(':')) return std::nullopt;
    text.remove_prefix(1);
  }
  return text.empty() ? std::optional(mac) : std::nullopt;
}

class LinkReader {
 public:
  LinkReader(const SuseSettings& settings, Connection& connection)
      : settings_(settings), connection_(connection) {}

  SuseRefusal read();

 private:
  using Step = void (LinkReader::*)();

  void open_vswitch();
  void bond();
  void bond_options();
  void team();
  void bridge();
  void vlan();
  void stacked();
  void dummy();
  void tunnel();
  void point_to_point();
  void wireless();
  void infiniband();
  void ethernet();

  std::string_view value(std::string_view name) const { return settings_.value(name); }
  void claim(std::string_view setting, std::string_view type);
  void add_port(const SuseSettings::Setting& setting, std::string_view name);
  void mac_address();
  void number(std::string_view setting);
  void refuse(std::string_view setting, std::string reason) {
    if (refusal_.reason.empty()) refusal_ = {std::move(reason), settings_.line(setting)};
  }
  void refuse_value(std::string_view setting) {
    refuse(setting, fmt::format("{}='{}' cannot be read", setting, printable(value(setting), 60)));
  }

  const SuseSettings& settings_;
  Connection& connection_;
  SuseRefusal refusal_;
};

void LinkReader::claim(std::string_view setting, std::string_view type) {
  if (!connection_.type.empty())
    refuse(setting, fmt::format("the file is for a {} and a {} at once", connection_.type, type));
  else
    connection_.type = type;
}

void LinkReader::add_port(const SuseSettings::Setting& setting, std::string_view name) {
  auto& ports = connection_.ports;
  if (ports.size() < max_ports && std::find(ports.begin(), ports.end(), name) == ports.end())
    ports.emplace_back(name);
  if (!is_suse_interface_name(name) && connection_.type != "bond" && connection_.type != "team")
    refuse(setting.name, fmt::format("{} is no interface's name", printable(name, 40)));
}

void LinkReader::mac_address() {
  if (value("LLADDR").empty()) return;
  if (auto mac = parse_mac(value("LLADDR")))
    connection_.set_mac = std::move(*mac);
  else
    refuse_value("LLADDR");
}

void LinkReader::number(std::string_view setting) {
  if (!value(setting).empty() && !parse_suse_number(value(setting), true)) refuse_value(setting);
}

void LinkReader::open_vswitch() {
  if (connection_.id == "ovs-system") connection_.type = "ovs-system";
  if (!settings_.is_true("OVS_BRIDGE")) return;
  claim("OVS_BRIDGE", "ovs-bridge");
  if (!value("OVS_BRIDGE_VLAN_PARENT").empty()) {
    const auto id = parse_suse_number(value("OVS_BRIDGE_VLAN_TAG"));
    if (!id || *id > max_vlan_id) return refuse_value("OVS_BRIDGE_VLAN_TAG");
    connection_.parent = value("OVS_BRIDGE_VLAN_PARENT");
    connection_.vlan_id = static_cast<int>(*id);
  }
  for (const auto& port : settings_.starting_with("OVS_BRIDGE_PORT_DEVICE"))
    add_port(port, port.value);
}

void LinkReader::bond() {
  if (!settings_.is_true("BONDING_MASTER")) return;
  claim("BONDING_MASTER", "bond");
  for (const auto& port : settings_.starting_with("BONDING_SLAVE")) add_port(port, port.value);
  if (connection_.ports.empty())
    return refuse("BONDING_MASTER", "a bond without any BONDING_SLAVE_n");
  bond_options();
  mac_address();
}

void LinkReader::bond_options() {
  constexpr std::string_view setting = "BONDING_MODULE_OPTS";
  constexpr std::array<std::string_view, 14> modes{"balance-rr",  "active-backup",
                                                   "balance-xor", "broadcast",
                                                   "802.3ad",     "balance-tlb",
                                                   "balance-alb", "0",
                                                   "1",           "2",
                                                   "3",           "4",
                                                   "5",           "6"};
  std::string_view mode = "balance-rr";
  bool has_mii = false, has_arp = false;
  for (std::string_view rest = value(setting);;) {
    rest.remove_prefix(std::min(rest.find_first_not_of(" \t"), rest.size()));
    if (rest.empty()) break;
    const std::string_view option = rest.substr(0, rest.find_first_of(" \t"));
    rest.remove_prefix(option.size());
    const std::size_t equals = option.find('=');
    if (equals == 0 || equals == std::string_view::npos || equals + 1 == option.size())
      return refuse_value(setting);
    const std::string_view key = option.substr(0, equals), word = option.substr(equals + 1);
    if (key == "mode") mode = word;
    if (key == "miimon") has_mii = leading_digits(word) > 0;
    if (key == "arp_interval") has_arp = leading_digits(word) > 0;
  }
  if (!is_one_of(mode, modes)) refuse_value(setting);
  if (has_mii && has_arp) refuse(setting, "miimon and arp_interval exclude each other");
}

void LinkReader::team() {
  constexpr std::array<std::string_view, 6> runners{"activebackup", "loadbalance", "roundrobin",
                                                    "broadcast",    "random",      "lacp"};
  if (value("TEAM_RUNNER").empty()) return;
  if (!is_one_of(value("TEAM_RUNNER"), runners)) refuse_value("TEAM_RUNNER");
  claim("TEAM_RUNNER", "team");
  mac_address();
  for (const auto& port : settings_.starting_with("TEAM_PORT_DEVICE")) add_port(port, port.value);
}

void LinkReader::bridge() {
  if (!settings_.is_true("BRIDGE")) return;
  claim("BRIDGE", "bridge");
  constexpr std::array<std::string_view, 5> switches{"", "on", "off", "yes", "no"};
  if (std::none_of(switches.begin(), switches.end(),
                   [this](std::string_view word) { return same_word(word, value("BRIDGE_STP")); }))
    refuse_value("BRIDGE_STP");
  number("BRIDGE_PRIORITY");
  for (std::string_view rest = value("BRIDGE_PORTS");;) {
    rest.remove_prefix(std::min(rest.find_first_not_of(" \t"), rest.size()));
    if (rest.empty()) break;
    const std::string_view port = rest.substr(0, rest.find_first_of(" \t"));
    rest.remove_prefix(port.size());
    add_port({"BRIDGE_PORTS", "", 0}, port);
  }
  mac_address();
}

/// The id is in VLAN_ID, else the digits at the end of the name: "vlan7", "eth0.7".
void LinkReader::vlan() {
  const std::string_view below = value("ETHERDEVICE");
  if (below.empty()) return;
  claim("ETHERDEVICE", "vlan");
  connection_.parent = below;
  if (below == connection_.id) refuse("ETHERDEVICE", "the VLAN is on itself");
  std::string_view id = value("VLAN_ID");
  if (id.empty()) {
    const std::string_view name = connection_.id;
    const std::size_t dot = name.rfind('.');
    std::size_t start = dot == std::string_view::npos ? name.size() : dot + 1;
    if (dot == std::string_view::npos)
      while (start > 0 && is_digit(name[start - 1])) --start;
    id = name.substr(start);
  }
  const auto number = parse_suse_number(id);
  if (number && *number <= max_vlan_id)
    connection_.vlan_id = static_cast<int>(*number);
  else
    refuse(settings_.has("VLAN_ID") ? "VLAN_ID" : "ETHERDEVICE",
           fmt::format("\"{}\" is no VLAN id from 1 to {}", printable(id, 40), max_vlan_id));
  mac_address();
}

void LinkReader::stacked() {
  if (settings_.is_true("VXLAN")) {
    claim("VXLAN", "vxlan");
    connection_.parent = value("VXLAN_DEVICE");
    mac_address();
  }
  const bool is_tap = value("MACVLAN_DEVICE").empty();
  const std::string_view setting = is_tap ? "MACVTAP_DEVICE" : "MACVLAN_DEVICE";
  if (value(setting).empty()) return;
  claim(setting, is_tap ? "macvtap" : "macvlan");
  connection_.parent = value(setting);
  if (connection_.parent == connection_.id) refuse(setting, "the interface is on itself");
  mac_address();
}

void LinkReader::dummy() {
  if (!same_word(value("INTERFACETYPE"), "dummy") && !connection_.id.starts_with("dummy")) return;
  claim("INTERFACETYPE", "dummy");
  const std::string_view how = value("BOOTPROTO");
  if (!how.empty() && !same_word(how, "none") && !same_word(how, "static"))
    refuse("BOOTPROTO", "a dummy interface can only be static or none");
  mac_address();
}

void LinkReader::tunnel() {
  constexpr std::array<std::string_view, 6> types{"tun", "tap", "sit", "gre", "ipip", "ip6tnl"};
  const std::string_view type = value("TUNNEL");
  if (type.empty()) return;
  if (!is_one_of(type, types)) return refuse_value("TUNNEL");
  claim("TUNNEL", type);
  if (type == "tap") mac_address();
  if (type == "tun" || type == "tap" || type == "ip6tnl") return;
  connection_.parent = value("TUNNEL_DEVICE");
  for (const char* end : {"TUNNEL_LOCAL_IPADDR", "TUNNEL_REMOTE_IPADDR"})
    if (value(end).empty()) refuse("TUNNEL", fmt::format("{} is missing", end));
}

void LinkReader::point_to_point() {
  if (value("PPPMODE").empty()) return;
  claim("PPPMODE", "ppp");
  if (value("PROVIDER").empty()) refuse("PPPMODE", "there is no PROVIDER");
}

void LinkReader::wireless() {
  const std::string_view word = value("WIRELESS");
  if (same_word(word, "no") || same_word(word, "false") || same_word(word, "off")) return;
  if (settings_.is_true("WIRELESS") || !value("WIRELESS_AP_SCANMODE").empty() ||
      !value("WIRELESS_WPA_DRIVER").empty() || !settings_.starting_with("WIRELESS_ESSID").empty())
    claim("WIRELESS_ESSID", "wifi");
}

void LinkReader::infiniband() {
  const std::string& name = connection_.id;
  const bool by_name = name.size() > 2 && name.starts_with("ib") && is_digit(name[2]);
  if (value("IPOIB_MODE").empty() && value("IPOIB_UMCAST").empty() && !by_name) return;
  claim("IPOIB_MODE", "infiniband");
  if (const std::size_t dot = name.find('.'); dot != std::string::npos)
    connection_.parent = name.substr(0, dot);
  constexpr std::array<std::string_view, 3> modes{"", "connected", "datagram"};
  if (!is_one_of(value("IPOIB_MODE"), modes)) refuse_value("IPOIB_MODE");
}

void LinkReader::ethernet() {
  if (!connection_.type.empty() || value("LLADDR").empty()) return;
  connection_.type = "ethernet";
  mac_address();
}

SuseRefusal LinkReader::read() {
  constexpr std::array<Step, 12> steps{
      &LinkReader::open_vswitch, &LinkReader::bond,       &LinkReader::team,
      &LinkReader::bridge,       &LinkReader::vlan,       &LinkReader::stacked,
      &LinkReader::dummy,        &LinkReader::tunnel,     &LinkReader::point_to_point,
      &LinkReader::wireless,     &LinkReader::infiniband, &LinkReader::ethernet};
  for (const Step step : steps) (this->*step)();
  if (const auto mtu = parse_suse_number(value("MTU"), true); mtu && *mtu > 0 && *mtu <= 0x7fffffff)
    connection_.mtu = static_cast<int>(*mtu);
  connection_.controller = value("MASTER_DEVICE");
  return refusal_;
}

}  // namespace

bool is_suse_interface_name(std::string_view name) {
  constexpr std::size_t max_length = 15;  // IFNAMSIZ with its NUL
  if (name.empty() || name.size() > max_length || name == "all" || name == "default") return false;
  return is_alphanumeric(name[0]) && std::all_of(name.begin(), name.end(), [](char c) {
           return is_alphanumeric(c) || c == '-' || c == '_' || c == '.';
         });
}

SuseRefusal read_suse_link(const SuseSettings& settings, Connection& connection) {
  return LinkReader(settings, connection).read();
}

}  // namespace fbd
