// How the files of a machine say that its network is set up: today, and before a failover.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "collectors/evidence/fact.h"
#include "collectors/network/network_entry.h"

namespace fbd {

/// Read from every network stack's files alike, whether or not that stack is the one in charge; the
/// loopback is left out. What cannot be read for sure is in `problems` and never among the static
/// addresses.
struct ConfiguredNetwork {
  static std::span<const Origin<ConfiguredNetwork>> origins();

  std::vector<NetworkEntry> entries;               // what is in force first, then backups
  std::vector<std::string> needs_network_manager;  // files that only NetworkManager carries out
  std::vector<NetworkProblem> problems;

  /// The first problem outside Site Recovery's backups, or nullptr.
  const NetworkProblem* problem_in_force() const;
  /// The first problem in one of them, or nullptr.
  const NetworkProblem* problem_in_backup() const;
};

/// {"entries": [{"interface", "mac", "condition", "method", "addresses": [], "gateway", "dns": [],
/// "file", "line", "stack", "backup", "at_boot", "by_failover"}], "needs_network_manager": [],
/// "problems": [{"file", "line", "reason", "backup"}]}
std::string to_json(const ConfiguredNetwork& fact);

}  // namespace fbd
