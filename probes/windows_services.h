// Which of a role's Windows services do not run.
#pragma once

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <string_view>

#include "collectors/evidence/site.h"
#include "collectors/host/windows_host.h"
#include "probes/finding.h"
#include "probes/probe.h"

namespace fbd {

// Troubleshoot replication (2019-08-02), Error 806; all start automatically, except obengine.
inline constexpr std::array<std::string_view, 5> config_server_service_names{
    "cxprocessserver", "tmansvc", "dra", "MySQL", "W3SVC"};
// Troubleshoot the process server (2019-04-29), Check process server services. One in Azure for
// failback has no more than these; obengine starts by demand.
inline constexpr std::array<std::string_view, 5> process_server_service_names{
    "cxprocessserver", "ProcessServer", "ProcessServerMonitor", "InMage PushInstall", "LogUpload"};

// Troubleshoot replication (2019-08-02), 78172 to 78174: the agent's two.
inline constexpr std::array<std::string_view, 2> agent_service_names{
    "svagents", "InMage Scout Application Service"};
// Of the modernized appliance those that have the names of the classic servers' services.
inline constexpr std::array<std::string_view, 2> appliance_process_server_service_names{
    "ProcessServer", "ProcessServerMonitor"};
inline constexpr std::array<std::string_view, 1> appliance_provider_service_names{"dra"};

/// Whether at least one of them is installed.
inline bool has_any_service(const WindowsHost& host, std::span<const std::string_view> names) {
  return std::any_of(names.begin(), names.end(),
                     [&](std::string_view name) { return host.service(name) != nullptr; });
}

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

/// What the services_verdict of a role may say.
inline constexpr std::array<Code, 2> service_codes{{
    {"stopped", Status::fail, "services"},
    {"not-automatic", Status::warn, "services"},
}};

/// Whether a role's services run, and start by themselves.
inline Verdict services_verdict(const WindowsHost& host, std::span<const std::string_view> needed) {
  const std::string stopped = stopped_services(host, needed);
  if (!stopped.empty()) return fail("stopped", {{"services", stopped}});
  const std::string manual = not_automatic_services(host, needed);
  if (!manual.empty()) return warn("not-automatic", {{"services", manual}});
  return pass();
}

}  // namespace fbd
