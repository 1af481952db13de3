#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "collectors/network/ifcfg_values.h"
#include "collectors/network/network_scripts_reader.h"

namespace fbd {
namespace {

bool is_yes(const ScriptedFile& file, const char* name) {
  return yes_or_no(file.value(name)).value_or(false);
}

void refuse(ScriptedFile& file, const char* setting, std::string reason) {
  if (file.connection.status != ConnectionStatus::ok) return;
  file.problem(setting, reason, "the network scripts do not bring the interface up");
  file.connection.status = ConnectionStatus::refused;
  file.connection.reason = std::move(reason);
}

std::string type_of(const ScriptedFile& file) {
  const std::string_view type = file.value("TYPE");
  if (is_yes(file, "VLAN")) return "vlan";
  if (type == "Bridge") return "bridge";
  if (!file.value("TEAM_CONFIG").empty() || file.value("DEVICETYPE") == "Team") return "team";
  if (!file.value("BONDING_OPTS").empty() || is_yes(file, "BONDING_MASTER") || type == "Bond")
    return "bond";
  if (type == "Wireless") return "wifi";
  if (type.empty() || type == "Ethernet" || type == "CTC") return "ethernet";
  return small_letters(printable(type, 40));
}

/// ifup: the number is in the device's name or in VID, and PHYSDEV only in files for "vlan5".
void read_vlan(ScriptedFile& file) {
  const std::string_view device = file.value("DEVICE"), given = file.value("VID");
  std::string_view parent = file.value("PHYSDEV"), number = given;
  const std::size_t dot = device.rfind('.');
  if (!given.empty()) {
    if (parent.empty()) return refuse(file, "VID", "VID needs a PHYSDEV");
  } else if (dot != std::string_view::npos && dot > 0) {
    number = device.substr(dot + 1);
    parent = device.substr(0, dot);
  } else if (device.starts_with("vlan")) {
    number = device.substr(4);
    if (parent.empty()) return refuse(file, "DEVICE", "such a device needs a PHYSDEV");
  }
  constexpr int most = 4094;
  file.connection.parent = parent;
  if (const auto id = whole_number(number, 10, 0, most))
    file.connection.vlan_id = static_cast<int>(*id);
  else
    refuse(file, "DEVICE", "nothing says which VLAN it is");
}

/// Brought up by scripts of their own, which say where addresses come from.
bool has_other_script(const ScriptedFile& file) {
  constexpr std::array<std::string_view, 12> types{"IPSEC", "Modem", "xDSL", "ISDN",  "GRE", "IPIP",
                                                   "SIT",   "sit",   "CIPE", "IPIP6", "PPP", "vpn"};
  constexpr std::array<std::string_view, 6> devices{"ppp", "ippp", "sit", "tunnel", "sl", "isdn"};
  const std::string_view type = file.value("TYPE"), device = file.value("DEVICE");
  if (std::find(types.begin(), types.end(), type) != types.end()) return true;
  const std::size_t last = device.find_last_not_of("0123456789");
  const std::string_view stem = device.substr(0, last == std::string_view::npos ? 0 : last + 1);
  return type.empty() && std::find(devices.begin(), devices.end(), stem) != devices.end();
}

}  // namespace

void read_scripted_link(ScriptedFile& file) {
  Connection& c = file.connection;
  c.type = type_of(file);
  if (c.type == "vlan") read_vlan(file);
  if (has_other_script(file)) {
    c.ipv4.method = AddressMethod::other;
    if (c.status == ConnectionStatus::ok)
      file.problem("TYPE", "such a connection has a script of its own, which is not read here",
                   "how the interface gets its addresses is not known");
  }
  if (const auto mtu = whole_number(file.value("MTU"), 10, 1, 65535))
    c.mtu = static_cast<int>(*mtu);
  c.set_mac = hardware_address(file.value("MACADDR")).value_or("");
  const bool is_alias = file.value("DEVICE").find(':') != std::string_view::npos;
  if (!file.value("TEAM_MASTER").empty())
    c.controller = file.value("TEAM_MASTER");
  else if (is_yes(file, "SLAVE") && !is_alias && !file.value("MASTER").empty())
    c.controller = file.value("MASTER");
  else if (!file.value("BRIDGE").empty())
    c.controller = file.value("BRIDGE");
  if (!c.controller.empty()) c.ipv4 = {};
}

}  // namespace fbd
