// The packages that decide what a Linux machine does with its network files.
#pragma once

#include <algorithm>
#include <iterator>
#include <string_view>

namespace fbd {

/// As Debian and Ubuntu name them. dpkg itself tells whether dpkg manages this system at all.
inline constexpr std::string_view dpkg_network_packages[] = {
    "dpkg",        "network-manager", "isc-dhcp-client",   "dhcpcd5",          "dhcpcd",
    "dhcpcd-base", "udhcpc",          "ifupdown",          "ifupdown2",        "netplan.io",
    "nplan",       "systemd",         "netplan-generator", "systemd-resolved", "resolvconf",
    "openresolv",  "wicked",          "connman",           "cloud-init"};

/// As RHEL and its likes, SLES and openSUSE name them; rpm itself as above.
inline constexpr std::string_view rpm_network_packages[] = {"rpm",
                                                            "NetworkManager",
                                                            "NetworkManager-initscripts-updown",
                                                            "NetworkManager-initscripts-ifcfg-rh",
                                                            "NetworkManager-config-server",
                                                            "NetworkManager-cloud-setup",
                                                            "NetworkManager-team",
                                                            "dhclient",
                                                            "dhcp-client",
                                                            "dhcpcd",
                                                            "wicked",
                                                            "wicked-service",
                                                            "sysconfig",
                                                            "sysconfig-network",
                                                            "systemd",
                                                            "systemd-networkd",
                                                            "systemd-network",
                                                            "systemd-resolved",
                                                            "network-scripts",
                                                            "initscripts",
                                                            "cloud-init"};

inline bool is_network_package(std::string_view name) {
  const auto among = [name](const auto& names) {
    return std::find(std::begin(names), std::end(names), name) != std::end(names);
  };
  return among(dpkg_network_packages) || among(rpm_network_packages);
}

}  // namespace fbd
