// What dpkg's own list says about the packages of the network.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/evidence/fact.h"

namespace fbd {

/// Read from /var/lib/dpkg/status, which is the same on a running system and on its disk. A package
/// that is not in the list has no entry. not_found: the list does not hold dpkg itself, so another
/// package manager is in charge. Source: dpkg-query(1), ${db:Status-Status}.
struct DpkgStatus {
  static std::span<const Origin<DpkgStatus>> origins();

  struct Package {
    std::string name;
    std::string status;             // its three words: "deinstall ok config-files"
    std::string version;            // empty if the list has none
    std::string_view word() const;  // the third: "config-files"
  };
  std::vector<Package> all;  // one for each architecture
};

/// {"all": [{"name", "status", "version"}]}
std::string to_json(const DpkgStatus& fact);

}  // namespace fbd
