// The running kernel, and what Site Recovery's driver needs of it.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "collectors/evidence/fact.h"

namespace fbd {

/// Source: Azure/AzMigrate-Hydration (January 2025), installer and start scripts of the driver.
struct Kernel {
  static std::span<const Origin<Kernel>> origins();

  std::string release;              // uname -r
  bool driver_loaded = false;       // involflt
  bool driver_for_release = false;  // its module is there for this kernel
  std::string driver_elsewhere;     // another kernel's that has it; empty: none has
  bool bypassed = false;            // inmage=0 on the kernel's command line
  std::optional<bool> secure_boot;  // absent: no EFI, or it could not be read
};

/// {"release", "driver_loaded", "driver_for_release", "driver_elsewhere", "bypassed",
/// "secure_boot"}; the last is null where it is absent.
std::string to_json(const Kernel& fact);

}  // namespace fbd
