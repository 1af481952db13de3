// What a way through Azure leaves on a Linux disk.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/evidence/fact.h"

namespace fbd {

/// Paths of backups, markers, scripts and logs that the failover's own scripts write and nothing
/// else does; no trace at all is a valid answer. Names only.
/// Source: AzMigrate-Hydration, post-rec-script.sh, prepare-os-for-azure.sh, setazureip.sh and
/// vmware-configure-network.sh. Left out on purpose is what a machine can have without a failover:
/// vCon_service.log, lvm.conf.org, copies in /boot.
struct FailoverTraces {
  static std::span<const Origin<FailoverTraces>> origins();

  std::vector<std::string> paths;
  std::vector<std::string> unseen;  // paths nobody could look at: they may be there or not

  bool any() const { return !paths.empty(); }
  /// Whether some path holds this text: "/asr_nw/".
  bool has(std::string_view fragment) const;
};

/// {"paths": [], "unseen": []}
std::string to_json(const FailoverTraces& fact);

}  // namespace fbd
