// Which of a role's Windows services do not run.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "collectors/host/windows_host.h"

namespace fbd {

/// "tmansvc, dra (not installed)"; "" if all run.
inline std::string stopped_services(const WindowsHost& host,
                                    std::span<const std::string_view> needed) {
  std::string stopped;
  for (const std::string_view name : needed) {
    const WindowsHost::Service* service = host.service(name);
    if (service && service->running) continue;
    stopped += (stopped.empty() ? "" : ", ") + std::string(name);
    if (!service) stopped += " (not installed)";
  }
  return stopped;
}

}  // namespace fbd
