#include "collectors/network/networkd_netdev.h"

#include <map>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "collectors/network/networkd_files.h"
#include "collectors/network/networkd_values.h"

namespace fbd {
namespace {

bool is_kind(std::string_view text) {
  return !text.empty() &&
         text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string_view::npos;
}

void set(NetworkdDevice& device, const SystemdIni::Assignment& one) {
  constexpr std::uint64_t largest_mtu = 0x7FFFFFFF;
  if (one.key == "Name") {
    if (is_networkd_name(one.value)) device.name = one.value;
  } else if (one.key == "Kind") {
    if (is_kind(one.value)) device.kind = one.value;
  } else if (one.key == "MTUBytes") {
    if (const auto bytes = systemd_size(one.value); bytes && *bytes <= largest_mtu)
      device.mtu = static_cast<int>(*bytes);
  } else if (one.key == "MACAddress") {
    device.mac = hardware_address(one.value).value_or("");
  }
}

NetworkdDevice device_of(const SystemdIni& ini, const NetworkdFile& file) {
  constexpr std::uint32_t largest_vlan = 4094;
  NetworkdDevice device;
  device.file = file.path;
  std::optional<int> id;
  for (const SystemdIni::Section& section : ini.sections)
    for (const SystemdIni::Assignment& one : section.assignments) {
      if (section.name == "NetDev") set(device, one);
      if (section.name != "VLAN" || one.key != "Id") continue;
      if (const auto number = systemd_number(one.value); number && *number <= largest_vlan)
        id = static_cast<int>(*number);
    }
  if (device.kind == "vlan") device.vlan_id = id;
  return device;
}

std::string refusal(const NetworkdDevice& device) {
  if (device.name.empty()) return "there is no Name= that could be an interface's";
  if (device.kind.empty()) return "there is no Kind= that is one";
  if (device.kind == "vlan" && !device.vlan_id) return "there is no Id= of the VLAN from 0 to 4094";
  return "";
}

}  // namespace

std::vector<NetworkdDevice> networkd_devices(const NetworkTree& tree, NetworkReading& reading) {
  std::vector<NetworkdDevice> all;
  std::map<std::string, std::string> makers;
  for (const NetworkdFile& file : networkd_files(tree, ".netdev")) {
    if (!file.ignored.empty()) continue;
    const SystemdIni ini = read_with_drop_ins(tree, file);
    NetworkdDevice device = device_of(ini, file);
    for (const NetworkProblem& problem : ini.ignored_lines) reading.problems.push_back(problem);
    device.reason = ini.refusal ? ini.refusal->reason : refusal(device);
    if (!device.reason.empty()) {
      device.status = ConnectionStatus::refused;
      reading.problem(ini.refusal ? ini.refusal->file : file.path,
                      ini.refusal ? ini.refusal->line : 0, device.reason,
                      "networkd ignores the file and makes no device");
    } else if (const auto [first, is_new] = makers.try_emplace(device.name, file.path); !is_new) {
      device.status = ConnectionStatus::ignored;
      device.reason = fmt::format("{} makes {} already", first->second, device.name);
    }
    all.push_back(std::move(device));
  }
  return all;
}

}  // namespace fbd
