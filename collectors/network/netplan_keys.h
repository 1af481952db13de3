// The tables of netplan's keys that more than one of netplan*.cpp refers to.
#pragma once

#include "collectors/network/netplan_grammar.h"

namespace fbd {

NetplanKeys netplan_network_keys();  // below "network:"

NetplanKeys netplan_address_keys();   // addresses, gateways, name servers, DHCP
NetplanKeys netplan_routing_keys();   // routes, routing-policy
NetplanKeys netplan_physical_keys();  // match, set-name and what hardware can do
NetplanKeys netplan_bond_keys();
NetplanKeys netplan_bridge_keys();
NetplanKeys netplan_vrf_keys();
NetplanKeys netplan_tunnel_keys();
NetplanKeys netplan_wifi_keys();
NetplanKeys netplan_modem_keys();
NetplanKeys netplan_open_vswitch_keys();  // of the key in "network:"

void take_netplan_authentication(NetplanParse& parse, const YamlNode& node);
void take_netplan_open_vswitch(NetplanParse& parse, const YamlNode& node);  // in a definition
/// Addresses of a definition or, with a peer, those that it may use.
void take_netplan_addresses(NetplanParse& parse, const YamlNode& node);

}  // namespace fbd
