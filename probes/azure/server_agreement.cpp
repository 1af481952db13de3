#include <algorithm>

#include "collectors/azure/process_servers.h"
#include "collectors/evidence/text.h"
#include "probes/azure/verdicts.h"
#include "probes/windows_services.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"stopped-since", Status::fail, "name services heartbeat seen"},
    {"not-heard", Status::fail, "name minutes heartbeat seen"},
    {"stopped-before", Status::warn, "name services heartbeat seen"},
};

template <class F>
using ClassicServer = On<Roles{Role::configuration_server, Role::process_server}, F>;

/// What Azure knows of a server in one of its roles.
struct Heard {
  std::string name;
  std::optional<std::chrono::sys_seconds> heartbeat{};
  std::optional<std::chrono::seconds> age{};
  std::chrono::minutes limit{};
  std::string stopped;  // which services of this role do not run, by the machine's own word
};

bool is_called(const Host& host, std::string_view name) {
  return same_word(name, host.name) || (!host.vm_name.empty() && same_word(name, host.vm_name));
}

std::vector<Heard> heard_of(const Host& host, const WindowsHost& windows, const Fabrics& fabrics,
                            const ProcessServers& servers) {
  std::vector<Heard> all;
  if (host.roles.has(Role::configuration_server))
    for (const Fabric& one : fabrics.all) {
      if (!one.is_classic() || !is_called(host, one.name)) continue;
      Heard heard{one.name, one.heartbeat, std::nullopt, relayed_heartbeat_limit,
                  stopped_services(windows, config_server_service_names)};
      if (one.heartbeat && fabrics.now) heard.age = *fabrics.now - *one.heartbeat;
      all.push_back(std::move(heard));
    }
  if (host.roles.has(Role::process_server))
    for (const ProcessServerState& one : servers.all) {
      const bool here =
          is_called(host, one.name) ||
          std::find(one.addresses.begin(), one.addresses.end(), host.dial()) != one.addresses.end();
      if (one.classic && here)
        all.push_back({one.name, one.heartbeat, one.silence(), heartbeat_limit,
                       stopped_services(windows, process_server_service_names)});
    }
  return all;
}

std::vector<Verdict> decide(const ClassicServer<WindowsHost>& windows, AzureVault<Fabrics> fabrics,
                            AzureVault<ProcessServers> servers) {
  const std::vector<Heard> all = heard_of(windows.host(), *windows, *fabrics, *servers);
  Verdicts verdicts;
  // One that was found is enough; one that was not may stand where nobody could look.
  if (all.empty()) verdicts.unread(servers->unread);
  if (all.empty() && servers->unread.empty())
    return nothing_to_check("the vault knows no server of that name");
  for (const Heard& one : all) {
    if (!one.heartbeat || !one.age) {
      verdicts.unknown(one.name, "when it last heard from");
      continue;
    }
    // By the clock that the machine was looked at with, whatever the others say.
    const bool machine_is_newer = windows.at() >= servers.at() - *one.age;
    const bool silent = *one.age > one.limit;
    Values values{{"name", one.name},
                  {"heartbeat", human_time(*one.heartbeat)},
                  {"seen", human_time(windows.at())}};
    if (!one.stopped.empty() && !silent) {
      values["services"] = one.stopped;
      if (machine_is_newer)
        verdicts.fail("stopped-since", std::move(values));
      else
        verdicts.warn("stopped-before", std::move(values));
    } else if (one.stopped.empty() && silent && machine_is_newer) {
      values["minutes"] = minutes_of(*one.age);
      verdicts.fail("not-heard", std::move(values));
    }
  }
  return verdicts.merged();
}

}  // namespace

extern constinit const Probe azure_server_agreement{
    .id = "azure.server-agreement",
    .question = "Do Azure and the servers themselves say the same about their services?",
    .rule =
        "Troubleshoot the process server (2019-04-29), Check process server services; Troubleshoot "
        "replication (2019-08-02), Error 806",
    .codes = codes,
    .stack = Stack::classic,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
