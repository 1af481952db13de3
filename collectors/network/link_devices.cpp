#include <algorithm>
#include <map>

#include <nlohmann/json.hpp>

#include "collectors/evidence/tree.h"
#include "collectors/network/running_links.h"

namespace fbd {
namespace {

constexpr std::string_view globs[] = {"/sys/class/net/*/device", "/sys/class/net/*/device/driver"};

/// "/sys/class/net/eth0/device/driver" -> ../../../../bus/vmbus/drivers/hv_netvsc
Result<LinkDevices> parse_links(std::string_view answer) {
  const Result<std::vector<TreeEntry>> tree = read_tree(answer);
  if (!tree) return tl::unexpected<Error>(tree.error());
  constexpr std::string_view folder = "/sys/class/net/";
  std::map<std::string, LinkDevice, std::less<>> found;
  for (const TreeEntry& entry : *tree) {
    const std::string_view path = entry.path;
    if (entry.kind != TreeEntry::Kind::link || !path.starts_with(folder)) continue;
    std::string_view rest = path.substr(folder.size());
    const std::string_view interface = rest.substr(0, rest.find('/'));
    rest.remove_prefix(interface.size());
    if (rest != "/device" && rest != "/device/driver") continue;
    const std::string_view target = entry.bytes;
    const std::size_t slash = target.rfind('/');
    LinkDevice& device = found[std::string(interface)];
    device.interface = interface;
    (rest == "/device" ? device.device : device.driver) =
        target.substr(slash == target.npos ? 0 : slash + 1);
  }
  LinkDevices all;
  for (auto& [name, device] : found) all.devices.push_back(std::move(device));
  return all;
}

constexpr Origin<LinkDevices> known_origins[] = {
    {"network.link-devices", Os::gnu_linux, Ask{Ask::Tree{globs, false}, true}, parse_links},
};

}  // namespace

std::span<const Origin<LinkDevices>> LinkDevices::origins() { return known_origins; }

const LinkDevice* LinkDevices::find(std::string_view interface) const {
  const auto found = std::find_if(devices.begin(), devices.end(), [interface](const auto& one) {
    return one.interface == interface;
  });
  return found == devices.end() ? nullptr : &*found;
}

std::string to_json(const LinkDevices& fact) {
  using Ordered = nlohmann::ordered_json;
  Ordered all = Ordered::array();
  for (const LinkDevice& one : fact.devices)
    all.push_back({{"interface", one.interface}, {"driver", one.driver}, {"device", one.device}});
  return Ordered{{"devices", std::move(all)}}.dump(2, ' ', false,
                                                   Ordered::error_handler_t::replace);
}

}  // namespace fbd
