// What the files of a network stack say about one interface: the common model of all their formats.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/evidence/result.h"

namespace fbd {

/// Which program's files: each has its own idea of precedence.
enum class NetworkStack { ifupdown, ifcfg, suse_ifcfg, netplan, nm_keyfile, networkd };

/// Where the IPv4 address comes from. `fixed` is what files and people call static. DHCP with fixed
/// addresses beside it is dhcp. What cannot be told for sure is `other`, never `fixed`.
enum class AddressMethod { fixed, dhcp, none, other };

/// "ifupdown", "ifcfg", "suse-ifcfg", "netplan", "nm-keyfile", "networkd"
std::string_view name(NetworkStack stack);
/// "static", "dhcp", "none", "other"
std::string_view name(AddressMethod method);

enum class Applies { no, maybe, yes };

struct NetworkEntry {
  std::string interface;  // name or glob; empty: not chosen by name
  std::string mac;        // chosen by this address; only when there is no name
  std::string condition;  // a further one that nobody checks here: "driver hv_netvsc"
  AddressMethod method = AddressMethod::other;
  std::vector<std::string> addresses;  // "10.1.2.3/24"; IPv6 among them
  std::string gateway;
  std::vector<std::string> dns;
  std::string file;
  int line = 0;  // from 1; 0: the file as a whole
  NetworkStack stack = NetworkStack::ifcfg;
  bool backup = false;       // a copy that Site Recovery kept: nothing reads it
  bool at_boot = true;       // false: only brought up by hand
  bool by_failover = false;  // Site Recovery wrote it, by its marks

  Applies applies_to(std::string_view interface_name, std::string_view mac_address) const;
  /// The IPv4 addresses without their prefix length.
  std::vector<std::string> ipv4() const;
  /// "10.1.2.3/24, 10.1.2.4/24"
  std::string ipv4_text() const;
};

/// Something that could not be read, or that two programs read differently.
struct NetworkProblem {
  std::string file;
  int line = 0;  // 0: the file as a whole
  std::string reason;
  bool backup = false;  // only a copy that Site Recovery kept is concerned
  ErrorKind kind = ErrorKind::malformed;

  /// "/etc/netplan/01.yaml:3: reason"
  std::string text() const;
};

/// What a reader of one format found.
struct NetworkReading {
  std::vector<NetworkEntry> entries;
  std::vector<NetworkProblem> problems;
  std::vector<std::string> needs_network_manager;  // files that say so

  void problem(std::string_view file, int line, std::string reason) {
    problems.push_back({std::string(file), line, std::move(reason)});
  }
  void add(NetworkReading other);
};

/// Files by path, as far as they were read.
using NetworkFiles = std::map<std::string, std::string_view, std::less<>>;

/// "eth0:1" is a label on eth0.
std::string_view without_label(std::string_view interface_name);
/// The last part of a path.
std::string_view file_name(std::string_view path);

}  // namespace fbd
