// The [Match] section of .network, .netdev and .link files: for which interfaces they are.
#pragma once

#include <optional>
#include <string>

#include "collectors/network/connection.h"
#include "collectors/network/systemd_ini.h"

namespace fbd {

struct NetworkdMatch {
  std::string interface;  // the only name, if it is no pattern
  std::optional<ConnectionMatch> match;
  std::string type;  // "ethernet" of Type=ether, or another single type
  int line = 0;
  bool is_empty = false;  // nothing valid in it: systemd ignores the whole file
  /// Whether names alone decide, none of them negated: then they are what it is for, for certain.
  bool by_names_only = false;
};

/// Adds to `problems` what systemd ignores. systemd 252, src/shared/net-condition.c.
NetworkdMatch networkd_match(const SystemdIni& ini, std::vector<NetworkProblem>& problems);

}  // namespace fbd
