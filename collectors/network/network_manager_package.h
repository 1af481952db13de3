// Whether NetworkManager's package is installed, as the package manager says.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "collectors/evidence/fact.h"

namespace fbd {

/// As the package manager says; on a mounted disk as dpkg's list or the rpm database says.
struct NetworkManagerPackage {
  enum class State {
    installed,
    removed,  // dpkg: its configuration files are still there
    broken,   // dpkg: unpacked or half configured
    absent,
  };

  static std::span<const Origin<NetworkManagerPackage>> origins();

  State state = State::absent;
  std::string package;  // "network-manager" or "NetworkManager"
  std::string version;  // empty if it is absent
  std::string manager;  // "dpkg" or "rpm"
  std::string status;   // what the package manager calls it: "deinstall ok config-files"
};

/// "installed", "removed", "broken", "absent"
std::string_view name(NetworkManagerPackage::State state);

/// {"state", "package", "version", "manager", "status"}
std::string to_json(const NetworkManagerPackage& fact);

}  // namespace fbd
