// How the files of a machine say that its network is set up: today, and before a failover.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "collectors/evidence/fact.h"
#include "collectors/network/connection.h"
#include "collectors/network/ifcfg_choice.h"
#include "collectors/network/network_manager_config.h"

namespace fbd {

/// Read from every network stack's files alike, whether or not that stack is the one in charge; the
/// loopback is left out. What cannot be read for sure is in `problems` and never among the static
/// addresses.
struct ConfiguredNetwork {
  static std::span<const Origin<ConfiguredNetwork>> origins();

  std::vector<Connection> connections;             // what is in force first, then backups
  std::vector<std::string> needs_network_manager;  // files that only NetworkManager carries out
  std::vector<NetworkProblem> problems;
  IfcfgChoice ifcfg;  // who reads the ifcfg files of a Red Hat machine
  NetworkManagerConfig network_manager;

  /// The first problem outside Site Recovery's backups, or nullptr.
  const NetworkProblem* problem_in_force() const;
  /// The first problem in one of them, or nullptr.
  const NetworkProblem* problem_in_backup() const;
};

/// The answer of the question: a tree (tree.h) of every file that may say something.
Result<ConfiguredNetwork> read_configured_network(std::string_view answer);

/// {"connections": [C], "backups": [C], "ifcfg": {"reader", "why"}, "needs_network_manager": [],
/// "problems": [{"file", "line", "reason", "consequence", "backup"}]}
///
/// C = {"stack", "id", "interface" (name or null), "match" (null or {"names": [], "macs": [],
/// "drivers": [], "others": {}}), "status", "reason" (of a status that is not "ok"), "type",
/// "controller", "ports": [], "parent", "vlan_id", "mtu", "set_mac", "ipv4": IP, "ipv6": IP,
/// "at_boot", "by_failover", "sources": [{"file", "line"}]}; what is not said is null.
///
/// IP = {"method", "also": [], "addresses": [{"address", "prefix"}], "gateway", "gateway_metric",
/// "dns": [], "search": [], "routes": [{"to", "via", "metric", "table"}]}; "table" is null for the
/// main one.
std::string to_json(const ConfiguredNetwork& fact);

}  // namespace fbd
