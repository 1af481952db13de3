#include "collectors/network/keyfile_type.h"

#include <algorithm>
#include <array>

// Source: nm-meta-setting-base-impl.c, the settings with the priority of a base type, 1.42.4.

namespace fbd {
namespace {

constexpr std::array<std::string_view, 34> types{"6lowpan",       "802-11-olpc-mesh",
                                                 "adsl",          "bluetooth",
                                                 "bond",          "bridge",
                                                 "cdma",          "dummy",
                                                 "ethernet",      "generic",
                                                 "gsm",           "infiniband",
                                                 "ip-tunnel",     "loopback",
                                                 "macsec",        "macvlan",
                                                 "ovs-bridge",    "ovs-dpdk",
                                                 "ovs-interface", "ovs-patch",
                                                 "ovs-port",      "pppoe",
                                                 "team",          "tun",
                                                 "veth",          "vlan",
                                                 "vpn",           "vrf",
                                                 "vxlan",         "wifi",
                                                 "wifi-p2p",      "wimax",
                                                 "wireguard",     "wpan"};

}  // namespace

bool is_connection_type(std::string_view type) {
  return std::find(types.begin(), types.end(), type) != types.end();
}

std::string type_by_groups(const KeyfileSettings& settings) {
  std::string found;
  for (const std::string_view type : types) {
    if (!settings.has(type)) continue;
    if (!found.empty()) return "";
    found = type;
  }
  return found;
}

}  // namespace fbd
