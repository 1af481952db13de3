#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "collectors/network/ifcfg_rh_reader.h"
#include "collectors/network/ifcfg_values.h"

// Source: NetworkManager 1.42, make_connection_setting(), make_wired_setting(),
// make_vlan_setting() and make_infiniband_setting() in nms-ifcfg-rh-reader.c; verify() of the same
// settings in libnm-core-impl.

namespace fbd {
namespace {

class Link {
 public:
  Link(const IfcfgRhFile& file, IfcfgRhType type, Connection& connection, NetworkReading& reading)
      : file_(file),
        values_(file.values),
        type_(type),
        connection_(connection),
        reading_(reading) {}

  IfcfgVerdict read() {
    if (const std::string_view uuid = value("UUID");
        !uuid.empty() && !is_network_manager_uuid(uuid))
      return file_.refusal("UUID", fmt::format("{} is no UUID", printable(uuid, 60)));
    name_interface();
    find_controller();
    connection_.at_boot = values_.yes("ONBOOT").value_or(true);
    if (IfcfgVerdict verdict = read_kind()) return verdict;
    if (IfcfgVerdict verdict = read_addresses()) return verdict;
    read_match();
    return std::nullopt;
  }

 private:
  std::string_view value(std::string_view name) const { return values_.value(name); }

  void name_interface() {
    const std::string_view device = value("DEVICE");
    if (is_kernel_name(device))
      connection_.interface = device;
    else if (!device.empty())
      reading_.problem(file_.path(), values_.line("DEVICE"),
                       fmt::format("{} is no name of an interface", printable(device, 40)),
                       "NetworkManager loads the connection without it, for any interface");
  }

  void find_controller() {
    struct Kind {
      const char* uuid;
      const char* name;
    };
    constexpr std::array<Kind, 5> kinds{{{"BRIDGE_UUID", "BRIDGE"},
                                         {"MASTER_UUID", "MASTER"},
                                         {"TEAM_MASTER_UUID", "TEAM_MASTER"},
                                         {"OVS_PORT_UUID", "OVS_PORT"},
                                         {"VRF_UUID", "VRF"}}};
    for (const Kind& kind : kinds) {
      const std::string_view controller =
          value(kind.uuid).empty() ? value(kind.name) : value(kind.uuid);
      if (controller.empty()) continue;
      // What belongs to a VRF keeps its own addresses.
      if (std::string_view(kind.name) != "VRF") connection_.controller = controller;
      return;
    }
  }

  IfcfgVerdict read_kind() {
    switch (type_) {
      case IfcfgRhType::ethernet:
        connection_.type = "ethernet";
        return std::nullopt;
      case IfcfgRhType::wireless:
        connection_.type = "wifi";
        return check_ifcfg_rh_wireless(file_);
      case IfcfgRhType::infiniband:
        connection_.type = "infiniband";
        return read_ifcfg_rh_infiniband(file_, connection_);
      case IfcfgRhType::bond:
        connection_.type = "bond";
        if (IfcfgVerdict verdict = needs_interface()) return verdict;
        return check_ifcfg_rh_bond(file_);
      case IfcfgRhType::team:
        connection_.type = "team";
        return needs_interface();
      case IfcfgRhType::bridge:
        connection_.type = "bridge";
        return needs_interface();
      case IfcfgRhType::vlan:
        connection_.type = "vlan";
        return read_ifcfg_rh_vlan(file_, connection_);
      case IfcfgRhType::unknown:
        break;
    }
    return std::nullopt;
  }

  IfcfgVerdict needs_interface() const {
    if (!connection_.interface.empty()) return std::nullopt;
    return file_.refusal("DEVICE", fmt::format("a {} needs a DEVICE", connection_.type));
  }

  IfcfgVerdict read_addresses() {
    constexpr int largest = 65535, largest_wireless = 50000;
    const bool wireless = type_ == IfcfgRhType::wireless;
    if (const std::string_view text = value("MTU"); !text.empty()) {
      const auto mtu =
          whole_number(text, wireless ? 10 : 0, 0, wireless ? largest_wireless : largest);
      if (mtu && *mtu > 0) connection_.mtu = static_cast<int>(*mtu);
      if (!mtu && wireless)
        return file_.refusal("MTU", fmt::format("{} is no MTU", printable(text, 40)));
      if (!mtu)
        reading_.problem(file_.path(), values_.line("MTU"),
                         fmt::format("{} is no MTU", printable(text, 40)),
                         "NetworkManager passes over the setting");
    }
    const bool infiniband = type_ == IfcfgRhType::infiniband;
    if (const std::string_view text = trimmed(value("HWADDR")); !text.empty()) {
      mac_ = hardware_address(text, infiniband ? 20 : 6);
      if (!mac_)
        return file_.refusal("HWADDR", fmt::format("{} is no MAC address", printable(text, 80)));
    }
    if (const std::string_view text = value("MACADDR"); !text.empty() && !infiniband) {
      constexpr std::array<std::string_view, 4> words{"preserve", "permanent", "random", "stable"};
      const auto mac = hardware_address(wireless ? trimmed(text) : text);
      if (!mac && std::find(words.begin(), words.end(), text) == words.end())
        return file_.refusal("MACADDR", fmt::format("{} is no MAC address", printable(text, 80)));
      connection_.set_mac = mac.value_or("");
    }
    if (type_ == IfcfgRhType::bridge && !value("BRIDGE_MACADDR").empty()) {
      const auto mac = hardware_address(value("BRIDGE_MACADDR"));
      if (!mac) return file_.refusal("BRIDGE_MACADDR", "BRIDGE_MACADDR is no MAC address");
      connection_.set_mac = *mac;
    }
    if (infiniband || wireless || value("KEY_MGMT").empty()) return std::nullopt;
    if (value("KEY_MGMT") != "IEEE8021X")
      return file_.refusal("KEY_MGMT", fmt::format("KEY_MGMT={} is none for a cable",
                                                   printable(value("KEY_MGMT"), 40)));
    return check_ifcfg_rh_8021x(file_, false);
  }

  void read_match() {
    ConnectionMatch match;
    const bool virtual_device = type_ == IfcfgRhType::bond || type_ == IfcfgRhType::bridge ||
                                type_ == IfcfgRhType::team || type_ == IfcfgRhType::vlan;
    if (mac_ && !virtual_device) match.macs.push_back(*mac_);
    const auto add = [&](const char* name, std::vector<std::string>& to) {
      for (const std::string_view word : split_words(value(name), " \t")) to.emplace_back(word);
    };
    add("MATCH_INTERFACE_NAME", match.names);
    add("MATCH_DRIVER", match.drivers);
    for (const char* name : {"MATCH_PATH", "MATCH_KERNEL_COMMAND_LINE", "HWADDR_BLACKLIST"})
      if (!value(name).empty()) match.others.emplace(name, value(name));
    if (!match.names.empty() || !match.macs.empty() || !match.drivers.empty() ||
        !match.others.empty())
      connection_.match = std::move(match);
  }

  const IfcfgRhFile& file_;
  const Shvar& values_;
  IfcfgRhType type_;
  Connection& connection_;
  NetworkReading& reading_;
  std::optional<std::string> mac_;
};

}  // namespace

IfcfgVerdict read_ifcfg_rh_link(const IfcfgRhFile& file, IfcfgRhType type, Connection& connection,
                                NetworkReading& reading) {
  return Link(file, type, connection, reading).read();
}

}  // namespace fbd
