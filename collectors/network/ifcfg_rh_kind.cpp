#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "collectors/network/ifcfg_rh_reader.h"
#include "collectors/network/ifcfg_values.h"

// Source: NetworkManager 1.42, connection_from_file_full() in nms-ifcfg-rh-reader.c.

namespace fbd {
namespace {

IfcfgRhType type_of(std::string_view word) {
  const std::string small = small_letters(word.substr(0, 20));
  if (small == "ethernet" || word == "CTC") return IfcfgRhType::ethernet;
  if (small == "wireless") return IfcfgRhType::wireless;
  if (small == "infiniband") return IfcfgRhType::infiniband;
  if (small == "bond") return IfcfgRhType::bond;
  if (small == "team") return IfcfgRhType::team;
  if (small == "vlan") return IfcfgRhType::vlan;
  if (small == "bridge") return IfcfgRhType::bridge;
  return IfcfgRhType::unknown;
}

/// The network scripts have one of their own for such devices, which NetworkManager leaves alone.
bool has_own_script(std::string_view device, const NetworkTree& tree) {
  const std::size_t last = device.find_last_not_of("0123456789");
  const std::string name(device.substr(0, last == std::string_view::npos ? 1 : last + 1));
  if (name == "eth" || name == "wireless" || name.find('/') != std::string::npos) return false;
  const std::string script = "/etc/sysconfig/network-scripts/ifup-" + name;
  const auto mode = tree.modes.find(script);
  return tree.links.count(script) > 0 || (mode != tree.modes.end() && (mode->second & 0111U) != 0);
}

IfcfgRhKind ignored(std::string reason) { return {IfcfgRhType::unknown, true, std::move(reason)}; }
IfcfgRhKind refused(std::string reason) { return {IfcfgRhType::unknown, false, std::move(reason)}; }

}  // namespace

IfcfgRhKind ifcfg_rh_kind(const IfcfgRhFile& file, const NetworkTree& tree) {
  const Shvar& values = file.values;
  const auto is_yes = [&](const char* name) { return values.yes(name).value_or(false); };
  const std::string_view device = values.value("DEVICE");
  const std::string device_type = small_letters(values.value("DEVICETYPE").substr(0, 20));
  if (small_letters(values.value("BOOTPROTO").substr(0, 20)) == "ibft")
    return ignored("the addresses are those of the firmware (BOOTPROTO=ibft)");

  std::string_view word;
  if (device_type == "team") {
    word = "Team";
  } else if (device_type == "teamport") {
    word = values.value("TYPE");
    if (word.empty()) word = !device.empty() && is_yes("VLAN") ? "Vlan" : "Ethernet";
  }
  if (word.empty() && !values.value("TEAM_CONFIG").empty()) word = "Team";
  if (word.empty()) word = values.value("TYPE");

  IfcfgRhType type = type_of(word);
  if (word.empty()) {
    if (!values.value("IPV6TUNNELIPV4").empty())
      return ignored("tunnels are not NetworkManager's (IPV6TUNNELIPV4)");
    if (device.empty()) return refused("neither TYPE nor DEVICE is set");
    if (is_yes("BONDING_MASTER"))
      type = IfcfgRhType::bond;
    else if (is_yes("VLAN"))
      type = IfcfgRhType::vlan;
    else if (has_own_script(device, tree))
      return ignored("the network scripts have a script of their own for such a device");
    else
      type = IfcfgRhType::ethernet;
  }
  if (type == IfcfgRhType::ethernet && !values.value("BONDING_OPTS").empty() &&
      (word.empty() || word == "Ethernet" || word == "CTC"))
    type = IfcfgRhType::bond;
  if (is_yes("BONDING_MASTER") && type != IfcfgRhType::bond)
    return refused("BONDING_MASTER=yes goes with no other type than a bond");
  if (type != IfcfgRhType::unknown) return {type, false, ""};
  if (values.value("HWADDR").empty() && values.value("SUBCHANNELS").empty() && device.empty())
    return refused(
        fmt::format("TYPE={} is not known, and no device is named", printable(word, 40)));
  return ignored(fmt::format("TYPE={} is not known to NetworkManager here", printable(word, 40)));
}

}  // namespace fbd
