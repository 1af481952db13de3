// The services that bring up a Linux machine's network, as systemd, Upstart or SysV init know them.
#pragma once

#include <string_view>

namespace fbd {

/// Without ".service".
inline constexpr std::string_view network_service_names[] = {"NetworkManager",
                                                             "network-manager",
                                                             "NetworkManager-wait-online",
                                                             "systemd-networkd",
                                                             "systemd-networkd-wait-online",
                                                             "systemd-resolved",
                                                             "networking",
                                                             "network",
                                                             "wicked",
                                                             "wickedd",
                                                             "dhcpcd",
                                                             "connman",
                                                             "cloud-init",
                                                             "cloud-init-local",
                                                             "cloud-init-network",
                                                             "cloud-init-main",
                                                             "cloud-config",
                                                             "cloud-final"};

}  // namespace fbd
