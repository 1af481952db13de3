#include "collectors/network/keyfile_profile.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "collectors/network/keyfile_bond.h"
#include "collectors/network/keyfile_demands.h"
#include "collectors/network/keyfile_ip.h"
#include "collectors/network/keyfile_match.h"
#include "collectors/network/keyfile_settings.h"
#include "collectors/network/keyfile_type.h"

// Source: nm-keyfile.c, nm_keyfile_read(); nm-setting-connection.c and nm-connection.c, verify and
// normalize; measured with libnm 1.42.4. "controller" and "port-type" are of 1.46.

namespace fbd {
namespace {

std::string lower_case(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return text;
}

class Reader {
 public:
  Reader(std::string_view text, std::string_view path) : settings_(text), path_(path) {
    profile_.connection.stack = NetworkStack::nm_keyfile;
    std::string_view name = file_name(path);
    if (name.ends_with(".nmconnection") && name.size() > 13) name.remove_suffix(13);
    profile_.connection.id = name;
    profile_.uuid = fmt::format("file:{}", file_name(path));
  }

  KeyfileProfile read() {
    profile_.is_profile = !settings_.ini().refusal() && settings_.has("connection");
    if (const auto& refusal = settings_.ini().refusal()) {
      refuse(refusal->line, refusal->reason);
      add_source(0);
      return std::move(profile_);
    }
    read_identity();
    read_type();
    read_interface();
    read_controller();
    read_relations();
    read_link();
    read_ip();
    if (const auto unmet = unmet_demand(settings_, type(), connection().interface))
      refuse(unmet->line, unmet->reason);
    if (type() == "bond" || settings_.has("bond"))
      if (const auto conflict = bond_conflict(settings_)) refuse(conflict->line, conflict->reason);
    connection().match = keyfile_match(settings_, type());
    connection().at_boot = settings_.boolean("connection", "autoconnect", true);
    return std::move(profile_);
  }

 private:
  Connection& connection() { return profile_.connection; }
  const std::string& type() const { return profile_.connection.type; }
  int line(std::string_view key) const { return settings_.line("connection", key); }
  std::optional<std::string> of_connection(std::string_view key) const {
    return settings_.string("connection", key);
  }

  void add_source(int line) {
    const auto& sources = connection().sources;
    if (std::none_of(sources.begin(), sources.end(),
                     [line](const SourcePlace& one) { return one.line == line; }))
      connection().sources.push_back({std::string(path_), line});
  }
  void warn(int line, std::string reason, std::string consequence) {
    profile_.problems.push_back(
        {std::string(path_), line, std::move(reason), std::move(consequence)});
  }
  void refuse(int line, std::string reason) {
    if (connection().status == ConnectionStatus::refused) return;
    connection().status = ConnectionStatus::refused;
    connection().reason = reason;
    warn(line, std::move(reason), "NetworkManager refuses the profile");
  }

  void read_identity() {
    if (const auto id = of_connection("id")) {
      if (id->empty())
        refuse(line("id"), "the id is empty");
      else
        connection().id = printable(*id, 200);
    }
    const auto uuid = of_connection("uuid");
    if (!uuid) return;
    if (is_uuid(*uuid))
      profile_.uuid = lower_case(*uuid);
    else
      refuse(line("uuid"), fmt::format("\"{}\" is no UUID", printable(*uuid, 50)));
  }

  void read_type() {
    const auto given = of_connection("type");
    connection().type = given ? std::string(short_setting_name(*given)) : type_by_groups(settings_);
    if (is_connection_type(type())) return;
    refuse(line("type"), given ? fmt::format("the type \"{}\" is unknown", printable(*given, 40))
                               : "there is no type");
    connection().type = printable(type(), 40);
  }

  void read_interface() {
    auto name = of_connection("interface-name");
    int where = line("interface-name");
    // Of the times before [connection] had it; only the long name of the group counts.
    const std::string old_group = type() == "ethernet" ? "802-3-ethernet"
                                  : type() == "wifi"   ? "802-11-wireless"
                                                       : type();
    if (!name && settings_.ini().find(old_group, "interface-name")) {
      name = settings_.string(type(), "interface-name");
      where = settings_.line(type(), "interface-name");
    }
    if (!name) return;
    if (is_interface_name(*name) || (type().starts_with("ovs-") && !name->empty()))
      connection().interface = *name;
    else
      refuse(where, fmt::format("\"{}\"{} cannot be the name of an interface", printable(*name, 40),
                                trimmed(*name) == *name ? "" : " with a blank behind it"));
  }

  void read_controller() {
    const bool is_new = of_connection("controller").has_value();
    const std::string_view key = is_new ? "controller" : "master";
    const std::string_view type_key = of_connection("port-type") ? "port-type" : "slave-type";
    const auto controller = of_connection(key);
    const auto port_type = of_connection(type_key);
    constexpr std::array<std::string_view, 6> known{"bond", "bridge",   "team",
                                                    "vrf",  "ovs-port", "ovs-bridge"};
    if (port_type && std::find(known.begin(), known.end(), *port_type) == known.end())
      refuse(line(type_key),
             fmt::format("the {} \"{}\" is unknown", type_key, printable(*port_type, 40)));
    if (port_type && !controller)
      refuse(line(type_key), fmt::format("there is a {} and no {}", type_key, key));
    if (controller && !port_type && !names_one_port_type())
      refuse(line(key), fmt::format("there is a {} and no {}", key, type_key));
    if (!controller) return;
    connection().controller = printable(*controller, 60);
    has_addresses_ = port_type == "vrf" || type() == "ovs-interface";
  }

  /// A group like [bridge-port] says of what it is a port.
  bool names_one_port_type() const {
    constexpr std::array<std::string_view, 5> groups{"bridge-port", "bond-port", "team-port",
                                                     "ovs-port", "ovs-interface"};
    return std::count_if(groups.begin(), groups.end(),
                         [this](std::string_view group) { return settings_.has(group); }) == 1;
  }

  void read_relations() {
    for (const std::string_view setting : {"vlan", "macvlan", "macsec", "infiniband", "vxlan"})
      if (type() == setting) connection().parent = printable(settings_.text(setting, "parent"), 60);
    if (type() != "vlan") return;
    if (connection().parent.empty())
      connection().parent = settings_.mac("ethernet", "mac-address").value_or("");
    if (!settings_.number("vlan", "id", 4095, 4095))
      connection().vlan_id = static_cast<int>(settings_.number("vlan", "id", 0, 4094).value_or(0));
  }

  /// MTU and MAC address.
  void read_link() {
    for (const std::string_view setting : {"ethernet", "wifi", "infiniband", "gsm", "wireguard"}) {
      // 0 is "automatic".
      if (const auto mtu = settings_.number(setting, "mtu", 1, INT32_MAX); mtu && !connection().mtu)
        connection().mtu = static_cast<int>(*mtu);
      read_mac(setting);
    }
    if (type() == "bridge" && connection().set_mac.empty())
      connection().set_mac = settings_.mac("bridge", "mac-address").value_or("");
  }

  void read_mac(std::string_view setting) {
    constexpr std::array<std::string_view, 5> words{"preserve", "permanent", "random", "stable",
                                                    "stable-ssid"};
    for (const std::string_view key : {"mac-address", "cloned-mac-address"}) {
      const auto text = settings_.string(setting, key);
      if (!text || std::find(words.begin(), words.end(), *text) != words.end()) continue;
      const auto mac = settings_.mac(setting, key, setting == "infiniband" ? 20 : 6);
      if (!mac)
        warn(settings_.line(setting, key),
             fmt::format("\"{}\" is no MAC address", printable(*text, 40)),
             key == "mac-address" ? "NetworkManager takes the profile for any interface"
                                  : "NetworkManager leaves the address as it is");
      else if (key == "cloned-mac-address")
        connection().set_mac = *mac;
    }
  }

  void read_ip() {
    for (const bool v4 : {true, false}) {
      KeyfileIp ip = keyfile_ip(settings_, v4, type());
      if (ip.refusal) refuse(ip.refusal->line, ip.refusal->reason);
      for (KeyfileNote& note : ip.passed_over)
        warn(note.line, std::move(note.reason),
             note.reason.ends_with("is taken") ? "the network may be another one than was meant"
                                               : "NetworkManager goes on without it");
      add_source(ip.line > 0 ? ip.line : v4 ? line("type") : line("id"));
      if (!has_addresses_ || type() == "wpan" || (type() == "6lowpan" && v4)) continue;
      (v4 ? connection().ipv4 : connection().ipv6) = std::move(ip.configuration);
    }
  }

  KeyfileSettings settings_;
  std::string_view path_;
  bool has_addresses_ = true;  // not as a port
  KeyfileProfile profile_;
};

}  // namespace

KeyfileProfile keyfile_profile(std::string_view text, std::string_view path) {
  return Reader(text, path).read();
}

}  // namespace fbd
