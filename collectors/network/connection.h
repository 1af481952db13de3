// What the files of a network stack configure: the common model of all their formats.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/evidence/result.h"
#include "collectors/network/cidr.h"

namespace fbd {

/// Which program's files, each with its own idea of precedence. ifcfg files of Red Hat have two
/// readers, NetworkManager (ifcfg_rh) and the legacy scripts (network_scripts), who read the same
/// line differently; those of SUSE have a third.
enum class NetworkStack {
  netplan,
  nm_keyfile,
  ifcfg_rh,
  network_scripts,
  suse_ifcfg,
  ifupdown,
  networkd,
  dhcpcd
};

/// Where an address comes from. `fixed` is what files and people call static; `automatic` is an
/// IPv6 router's announcement. `none`: the files ask for nothing. What cannot be told for sure,
/// and what has no name here (shared, link-local alone), is `other`, never `fixed`.
enum class AddressMethod { fixed, dhcp, automatic, none, other };

/// Whether the program whose file it is carries it out: it refuses files that it cannot read, and
/// ignores some by name, by mode or because they are not its own.
enum class ConnectionStatus { ok, refused, ignored };

/// "netplan", "nm-keyfile", "ifcfg-rh", "network-scripts", "suse-ifcfg", "ifupdown", "networkd",
/// "dhcpcd"
std::string_view name(NetworkStack stack);
/// "static", "dhcp", "auto", "none", "other"
std::string_view name(AddressMethod method);
/// "ok", "refused", "ignored"
std::string_view name(ConnectionStatus status);

struct ConfiguredRoute {
  std::string to;   // "default", "10.0.0.0/8"
  std::string via;  // empty: on the link
  std::optional<unsigned> metric;
  std::optional<unsigned> table{};  // another one than the main table; only rules lead there
};

constexpr unsigned main_route_table = 254;  // rtnetlink(7), RT_TABLE_MAIN

/// One address family of a connection.
struct IpConfiguration {
  AddressMethod method = AddressMethod::none;
  /// What comes beside the method, each once, in this order: "static", "dhcp", "auto",
  /// "link-local", "shared".
  std::vector<std::string> also;
  std::vector<Cidr> addresses;
  std::string gateway;
  std::optional<unsigned> gateway_metric;  // of the default route by it, where a file says so
  std::vector<std::string> dns;
  std::vector<std::string> search;      // domains; those that belong to no family are with IPv4
  std::vector<ConfiguredRoute> routes;  // without the default route by `gateway`

  /// Adds to `also`, in its order, once.
  void add_also(std::string_view what);
  /// "10.1.2.3/24, 10.1.2.4/24"
  std::string text() const;
};

/// How the interface is chosen, where it is not simply by its name. All kinds that are given have
/// to be met, of each kind one.
struct ConnectionMatch {
  std::vector<std::string> names;             // globs
  std::vector<std::string> macs;              // lower case, with colons
  std::vector<std::string> drivers;           // globs
  std::map<std::string, std::string> others;  // conditions nobody checks here, as the file has them
};

/// Where something is said. Line from 1; 0: the file as a whole.
struct SourcePlace {
  std::string file;
  int line = 0;
};

enum class Applies { no, maybe, yes };

struct Connection {
  NetworkStack stack = NetworkStack::netplan;
  std::string id;         // netplan's definition, the profile's name, the stanza
  std::string interface;  // empty: not chosen by a plain name
  std::optional<ConnectionMatch> match;
  ConnectionStatus status = ConnectionStatus::ok;
  std::string reason;  // of a status that is not ok: one sentence, without a full stop

  std::string type;                // "ethernet", "bond", "bridge", "vlan", ...; empty: not said
  std::string controller;          // the bond, bridge or team it is a port of
  std::vector<std::string> ports;  // the ports it names, if it is one of these
  std::string parent;              // a VLAN's or alias's interface below
  std::optional<int> vlan_id;
  std::optional<int> mtu;
  std::string set_mac;  // the address it gives to the interface

  IpConfiguration ipv4;
  IpConfiguration ipv6;
  bool at_boot = true;               // false: only brought up by hand
  bool backup = false;               // a copy that Site Recovery kept: nothing reads it
  bool by_failover = false;          // Site Recovery wrote it, by its marks
  std::vector<SourcePlace> sources;  // where it is defined; what decided about IPv4 first

  const IpConfiguration& ip(bool v4) const { return v4 ? ipv4 : ipv6; }
  /// Whether it is for an interface with this name and MAC address ("" where it has none).
  Applies applies_to(std::string_view interface_name, std::string_view mac_address) const;
  /// The file of the first source, or "".
  const std::string& file() const;
  int line() const;
};

/// Something that could not be read, or that its real reader takes otherwise than it looks.
struct NetworkProblem {
  std::string file;
  int line = 0;  // 0: the file as a whole
  std::string reason;
  std::string consequence;  // what it means for the network: "netplan writes no configuration"
  bool backup = false;      // only a copy that Site Recovery kept is concerned
  ErrorKind kind = ErrorKind::malformed;
  bool refusal = false;  // its reader takes nothing of the file, and maybe of others neither

  /// "/etc/netplan/01.yaml:3: reason"
  std::string text() const;
};

/// What a reader of one format found.
struct NetworkReading {
  std::vector<Connection> connections;
  std::vector<NetworkProblem> problems;
  std::vector<std::string> needs_network_manager;  // files that say so

  void problem(std::string_view file, int line, std::string reason, std::string consequence);
  void add(NetworkReading other);
};

/// "100"; nothing for what is no metric.
std::optional<unsigned> route_metric(std::string_view text);

/// "100", or one of the names that every machine has: "main", "default", "local"; nothing for
/// others, which only /etc/iproute2/rt_tables knows.
std::optional<unsigned> route_table(std::string_view text);

/// "eth0:1" is a label on eth0.
std::string_view without_label(std::string_view interface_name);
/// The last part of a path.
std::string_view file_name(std::string_view path);

}  // namespace fbd
