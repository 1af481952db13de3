// What the mobility agent's installer wrote down for programs: InstallerErrors.json.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/evidence/fact.h"

namespace fbd {

/// Source: Azure/AzMigrate-Hydration (January 2025), prerequisite checks of the installer. The
/// layout around the single errors is not published, so they are looked for at any depth. A file
/// that is not there means that no installation has failed, and is an empty list.
struct InstallerErrors {
  static constexpr std::string_view path = "/var/log/InstallerErrors.json";
  static std::span<const Origin<InstallerErrors>> origins();

  struct One {
    std::string name;     // "ASRMobilityServiceKernelNotSupported"
    std::string message;  // as the installer words it
  };
  std::vector<One> all;
};

/// {"path", "errors": [{"name", "message"}]}
std::string to_json(const InstallerErrors& fact);

}  // namespace fbd
