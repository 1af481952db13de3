// The packages of the network: which are there, which are gone, and who took them away.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "collectors/evidence/result.h"
#include "collectors/network/dpkg_status.h"
#include "collectors/network/package_log.h"
#include "collectors/network/rpm_packages.h"

namespace fbd {

/// Put together from three facts, each with a question of its own.
struct NetworkPackages {
  enum class State {
    installed,
    removed,  // was there: its configuration files are, or a log tells of its removal
    broken,   // dpkg: unpacked or half configured
    absent,
    unknown,  // not found in a database of which a part cannot be read
  };
  struct Package {
    std::string name;
    State state = State::absent;
    std::string version;    // empty if it is not there
    std::string manager;    // "dpkg" or "rpm"
    std::string status;     // what the manager calls it: "deinstall ok config-files"
    std::string read_from;  // file and form: "/var/lib/rpm/rpmdb.sqlite (sqlite)"
    std::string removed_at;
    std::string removed_by;  // see PackageLog
  };
  /// Every package that its manager could have, in the order of package_names.h.
  std::vector<Package> all;
  std::vector<std::string> problems;

  /// nullptr if its manager does not know that name.
  const Package* find(std::string_view name) const;
  bool is_installed(std::string_view name) const;
};

/// not_found: neither dpkg nor rpm manages this system, as far as its files say. An error of one
/// that is not not_found is kept: it could be the one. Without logs the rest still stands.
Result<NetworkPackages> network_packages(const Result<DpkgStatus>& dpkg,
                                         const Result<RpmPackages>& rpm,
                                         const Result<PackageLog>& log);

/// "installed", "removed", "broken", "absent", "unknown"
std::string_view name(NetworkPackages::State state);

/// {"all": [{"name", "state", "version", "manager", "status", "read_from", "removed_at",
///  "removed_by"}], "problems": []}
std::string to_json(const NetworkPackages& fact);

}  // namespace fbd
