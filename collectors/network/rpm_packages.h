// What the rpm database says about the packages of the network.
#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/evidence/fact.h"

namespace fbd {

/// Asked by an RpmQuery, which is the same on a running system and on its disk. A package that is
/// not in the database has no entry. not_found: there is no database, or none that holds rpm itself
/// (dpkg's systems may have rpm as a guest).
struct RpmPackages {
  static std::span<const Origin<RpmPackages>> origins();

  struct Package {
    std::string name;
    std::string version;  // "1:1.40.0-1.el9"
    std::optional<std::chrono::sys_seconds> installed;
  };
  std::vector<Package> all;
  std::string database;     // the file: "/var/lib/rpm/rpmdb.sqlite"
  std::string form;         // "sqlite", "ndb" or "bdb"
  std::size_t count = 0;    // of all packages in it
  std::size_t damaged = 0;  // entries that cannot be read: what is missing may be one of them
};

/// {"database", "form", "count", "damaged", "all": [{"name", "version", "installed"}]}
std::string to_json(const RpmPackages& fact);

}  // namespace fbd
