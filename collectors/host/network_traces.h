// What a way through Azure leaves of the network's configuration, and what it is a copy of.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/evidence/fact.h"

namespace fbd {

/// What a file says by being there. `marker`: the next boot configures the network anew. `backup`:
/// a copy made before a change. `added`: configuration that was not there before. `boot_script`:
/// runs at each boot in Azure.
enum class NetworkTraceKind { marker, backup, added, boot_script };

/// "marker", "backup", "added", "boot-script"
std::string_view name(NetworkTraceKind kind);

struct NetworkTrace {
  NetworkTraceKind kind = NetworkTraceKind::backup;
  std::string path;
  std::string original;  // of a backup, where it was; empty for others
};

/// Source: AzMigrate-Hydration, post-rec-script.sh, setazureip.sh, vmware-configure-network.sh and
/// prepare-os-for-azure.sh. No trace at all is a valid answer. A backup is no proof of a static
/// address: a second failover overwrites it with what the first one wrote.
struct NetworkTraces {
  static std::span<const Origin<NetworkTraces>> origins();

  std::vector<NetworkTrace> all;    // by path
  std::vector<std::string> unseen;  // paths nobody could look at: they may be there or not

  bool any(NetworkTraceKind kind) const;
};

/// {"traces": [{"kind", "path", "original"}], "unseen": []}
std::string to_json(const NetworkTraces& fact);

}  // namespace fbd
