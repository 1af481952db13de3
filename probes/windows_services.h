// Which of a role's Windows services do not run.
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>

#include "collectors/evidence/site.h"
#include "collectors/host/windows_host.h"

namespace fbd {

// Troubleshoot replication (2019-08-02), Error 806; all start automatically, except obengine.
inline constexpr std::array<std::string_view, 5> config_server_service_names{
    "cxprocessserver", "tmansvc", "dra", "MySQL", "W3SVC"};
// Troubleshoot the process server (2019-04-29), Check process server services. One in Azure for
// failback has no more than these; obengine starts by demand.
inline constexpr std::array<std::string_view, 5> process_server_service_names{
    "cxprocessserver", "ProcessServer", "ProcessServerMonitor", "InMage PushInstall", "LogUpload"};

// Troubleshoot replication (2019-08-02), Error 78174: what a mobility agent consists of.
inline constexpr std::array<std::string_view, 2> agent_service_names{
    "svagents", "InMage Scout Application Service"};

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

/// Those that run and will not after the next start: "tmansvc, dra"; "" if there are none.
inline std::string not_automatic_services(const WindowsHost& host,
                                          std::span<const std::string_view> needed) {
  std::string manual;
  for (const std::string_view name : needed) {
    const WindowsHost::Service* service = host.service(name);
    if (service && service->running && !service->automatic)
      manual += (manual.empty() ? "" : ", ") + std::string(name);
  }
  return manual;
}

}  // namespace fbd
