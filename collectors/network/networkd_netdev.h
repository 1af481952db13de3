// Devices that systemd-networkd makes: .netdev files.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "collectors/network/connection.h"
#include "collectors/network/network_files.h"

namespace fbd {

struct NetworkdDevice {
  std::string file;
  std::string name;
  std::string kind;  // "bond", "bridge", "vlan", ...
  std::optional<int> vlan_id;
  std::optional<int> mtu;
  std::string mac;
  ConnectionStatus status = ConnectionStatus::ok;  // of what is not ok no device is made
  std::string reason;
};

/// In the order of their names; of two that make the same device the first counts.
/// systemd 252, src/network/netdev/netdev.c; systemd.netdev(5).
std::vector<NetworkdDevice> networkd_devices(const NetworkTree& tree, NetworkReading& reading);

}  // namespace fbd
