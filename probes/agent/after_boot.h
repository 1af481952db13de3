// The first minutes after a boot in Azure, in which an agent may still be on its way.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "collectors/host/platform.h"
#include "collectors/host/uptime.h"

namespace fbd {

/// Reprotect from Azure (2018-02-06), Steps to reprotect: it takes up to 15 minutes after the VM
/// has booted in Azure until its agent is registered with the configuration server.
inline constexpr std::chrono::minutes registration_takes_up_to{15};

/// How much of that time is left, in minutes rounded up; nothing once it has passed, or elsewhere
/// than in Azure.
inline std::optional<std::string> minutes_left_after_boot(const Platform& platform,
                                                          const Uptime& uptime) {
  if (!platform.in_azure() || uptime.up >= registration_takes_up_to) return std::nullopt;
  return std::to_string(
      std::chrono::ceil<std::chrono::minutes>(registration_takes_up_to - uptime.up).count());
}

}  // namespace fbd
