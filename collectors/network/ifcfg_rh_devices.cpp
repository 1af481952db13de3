#include <algorithm>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "collectors/network/ifcfg_rh_reader.h"
#include "collectors/network/ifcfg_values.h"

// Source: NetworkManager 1.42, make_vlan_setting() and parse_infiniband_p_key() in
// nms-ifcfg-rh-reader.c; verify() of the same settings in libnm-core-impl.

namespace fbd {

bool is_network_manager_uuid(std::string_view text) {
  const auto dashes = std::count(text.begin(), text.end(), '-');
  return text.find_first_not_of("0123456789abcdefABCDEF-") == std::string_view::npos &&
         ((text.size() == 36 && dashes == 4) || (text.size() == 40 && dashes == 0));
}

IfcfgVerdict read_ifcfg_rh_vlan(const IfcfgRhFile& file, Connection& connection) {
  const Shvar& values = file.values;
  constexpr int most = 4095;
  const std::string_view device = values.value("DEVICE"), given = values.value("VLAN_ID");
  std::string_view parent = values.value("PHYSDEV"), number;
  std::optional<std::int64_t> id;
  if (!given.empty()) {
    id = whole_number(given, 10, 0, most);
    if (!id) return file.refusal("VLAN_ID", fmt::format("{} is no VLAN", printable(given, 40)));
  }
  if (const std::size_t dot = device.find('.'); dot != std::string_view::npos) {
    if (parent.empty() && !device.starts_with("vlan")) parent = device.substr(0, dot);
    number = device.substr(dot + 1);
  } else if (device.starts_with("vlan")) {
    number = device.substr(4);
  }
  if (!id && !number.empty()) id = whole_number(number, 10, 0, most);
  if (!id) return file.refusal("DEVICE", "neither DEVICE nor VLAN_ID says which VLAN it is");
  if (parent.empty())
    return file.refusal("DEVICE", "neither DEVICE nor PHYSDEV says on which interface");
  connection.parent = parent;
  connection.vlan_id = static_cast<int>(*id);
  if (*id == most) return file.refusal("VLAN_ID", "there is no VLAN 4095");
  if (!is_network_manager_uuid(parent) && !is_kernel_name(parent))
    return file.refusal("PHYSDEV",
                        fmt::format("{} is no name of an interface", printable(parent, 40)));
  if (const std::string_view protocol = values.value("VLAN_PROTOCOL");
      !protocol.empty() && protocol != "802.1Q" && protocol != "802.1ad")
    return file.refusal("VLAN_PROTOCOL",
                        fmt::format("{} is no VLAN protocol", printable(protocol, 40)));
  return std::nullopt;
}

IfcfgVerdict read_ifcfg_rh_infiniband(const IfcfgRhFile& file, Connection& connection) {
  const Shvar& values = file.values;
  if (!values.yes("PKEY").value_or(false)) return std::nullopt;
  const std::string_view parent = values.value("PHYSDEV"), key = values.value("PKEY_ID");
  if (parent.empty()) return file.refusal("PKEY", "PKEY=yes needs a PHYSDEV");
  const auto number = whole_number(key, 0, 0, 0xFFFF);
  if (!number || *number == 0 || *number == 0x8000)
    return file.refusal("PKEY_ID", fmt::format("PKEY_ID={} is no key", printable(key, 40)));
  connection.parent = parent;
  if (!is_kernel_name(parent))
    return file.refusal("PHYSDEV",
                        fmt::format("{} is no name of an interface", printable(parent, 40)));
  const std::string name = fmt::format("{}.{:04x}", parent, *number);
  if (!connection.interface.empty() && connection.interface != name)
    return file.refusal("DEVICE", fmt::format("DEVICE has to be {}", printable(name, 40)));
  return std::nullopt;
}

}  // namespace fbd
