// Fixed addresses of one plain interface, in the words of each network stack.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "collectors/network/connection.h"

namespace fbd {

/// IPv4 has at least one address. Of IPv6 what a stack cannot say is left to its default.
struct StaticInterface {
  std::string name;
  IpConfiguration ipv4, ipv6;
  std::optional<int> mtu;
};

/// A whole keyfile. Source: nm-settings-keyfile(5).
std::string keyfile_text(const StaticInterface& wanted);
/// A whole ifcfg file, as NetworkManager's plug-in and the network scripts both read it. Source:
/// nm-settings-ifcfg-rh(5), sysconfig.txt of initscripts.
std::string ifcfg_text(const StaticInterface& wanted);
/// Its "route-NAME" in iproute2's words; "" if there is no route.
std::string ifcfg_routes_text(const StaticInterface& wanted);
/// SUSE's ifcfg file. Source: ifcfg(5) of wicked and sysconfig.
std::string suse_ifcfg_text(const StaticInterface& wanted);
/// Its "ifroute-NAME", with the default route; "" if there is none. Source: ifroute(5).
std::string suse_routes_text(const StaticInterface& wanted);
/// A file to be merged after the others, for the definition `id` of an Ethernet interface. Source:
/// netplan(5); "0.0.0.0/0" because the oldest netplan does not know "default".
std::string netplan_text(const StaticInterface& wanted, std::string_view id);
/// A whole .network file. Source: systemd.network(5).
std::string networkd_text(const StaticInterface& wanted);
/// An "iface" stanza for IPv4. Source: interfaces(5).
std::string ifupdown_text(const StaticInterface& wanted);
/// An "interface" block for the end of dhcpcd.conf. Source: dhcpcd.conf(5).
std::string dhcpcd_text(const StaticInterface& wanted);

}  // namespace fbd
