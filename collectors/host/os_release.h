// Which Linux distribution a machine runs.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "collectors/evidence/fact.h"

namespace fbd {

/// From os-release (os-release(5)); machines older than that (RHEL 5 and 6, SLES 11) have a release
/// file of their vendor's. A file that names no distribution is malformed.
struct OsRelease {
  /// The distributions whose network the failover's scripts treat alike (AzMigrate-Hydration,
  /// post-rec-script.sh).
  enum class Family { rhel, suse, debian, ubuntu, other };

  static std::span<const Origin<OsRelease>> origins();

  std::string id;                    // "rhel", "centos", "ol", "sles", "debian", "ubuntu"
  std::vector<std::string> id_like;  // what it is made from, nearest first
  std::string version_id;            // "8.10", "11.4"; empty: a rolling release
  std::string pretty;                // for people: "Red Hat Enterprise Linux 8.10 (Ootpa)"

  Family family() const;
  /// The first number of version_id.
  std::optional<int> major() const;
};

/// "rhel", "suse", "debian", "ubuntu", "other"
std::string_view name(OsRelease::Family family);

/// {"id", "id_like": [], "version_id", "pretty", "family", "major"}; major is null without a
/// version.
std::string to_json(const OsRelease& fact);

}  // namespace fbd
