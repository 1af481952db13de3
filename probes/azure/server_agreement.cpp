#include <algorithm>

#include <fmt/format.h>

#include "collectors/azure/appliance_parts.h"
#include "collectors/azure/master_targets.h"
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
using Server = On<Roles{Role::configuration_server, Role::process_server, Role::master_target,
                        Role::appliance},
                  F>;

/// What Azure knows of a server in one of its roles.
struct Heard {
  std::string name;
  std::optional<std::chrono::sys_seconds> heartbeat{};
  std::optional<std::chrono::seconds> age{};
  std::chrono::minutes limit{};
  std::string stopped{};  // which services of this role do not run, by the machine's own word
};

bool is_called(const Host& host, std::string_view name) {
  return same_word(name, host.name) || (!host.vm_name.empty() && same_word(name, host.vm_name));
}

void add_fabrics(const Host& host, const WindowsHost& windows, const Fabrics& fabrics,
                 std::vector<Heard>& all) {
  for (const Fabric& one : fabrics.all) {
    if (!one.is_classic() || !is_called(host, one.name)) continue;
    Heard heard{one.name, one.heartbeat, std::nullopt, relayed_heartbeat_limit,
                stopped_services(windows, config_server_service_names)};
    if (one.heartbeat && fabrics.now) heard.age = *fabrics.now - *one.heartbeat;
    all.push_back(std::move(heard));
  }
}

void add_process_servers(const Host& host, const WindowsHost& windows,
                         const ProcessServers& servers, std::vector<Heard>& all) {
  for (const ProcessServerState& one : servers.all) {
    const bool here =
        is_called(host, one.name) ||
        std::find(one.addresses.begin(), one.addresses.end(), host.dial()) != one.addresses.end();
    if (one.classic && here)
      all.push_back({one.name, one.heartbeat, one.silence(), heartbeat_limit,
                     stopped_services(windows, process_server_service_names)});
  }
}

/// One on Linux has an agent like any other machine's: azure.agent-agreement compares that.
void add_master_targets(const Host& host, const WindowsHost& windows, const MasterTargets& targets,
                        std::vector<Heard>& all) {
  for (const MasterTargetState& one : targets.all)
    if (is_called(host, one.name) || (!one.address.empty() && one.address == host.dial()))
      all.push_back({one.name, one.heartbeat, one.silence(), heartbeat_limit,
                     stopped_services(windows, agent_service_names)});
}

void add_appliance(const Host& host, const WindowsHost& windows, const ApplianceParts& parts,
                   std::vector<Heard>& all) {
  using Kind = AppliancePart::Kind;
  const auto add = [&](Kind kind, std::span<const std::string_view> services) {
    if (!has_any_service(windows, services)) return;  // it may have another name there
    for (const AppliancePart* one : parts.of(kind)) {
      if (!is_called(host, one->name) && !same_word(one->fqdn, host.dial()) &&
          !is_called(host, std::string_view(one->fqdn).substr(0, one->fqdn.find('.'))))
        continue;
      Heard heard{fmt::format("{} ({})", one->name, title(kind)), one->heartbeat, std::nullopt,
                  heartbeat_limit, stopped_services(windows, services)};
      if (one->heartbeat && parts.now) heard.age = *parts.now - *one->heartbeat;
      all.push_back(std::move(heard));
    }
  };
  add(Kind::process_server, appliance_process_server_service_names);
  add(Kind::dra, appliance_provider_service_names);
}

std::vector<Verdict> decide(const Server<IfAsked<WindowsHost>>& server, AzureVault<Fabrics> fabrics,
                            AzureVault<ProcessServers> servers, AzureVault<MasterTargets> targets,
                            AzureVault<ApplianceParts> parts) {
  const Host& host = server.host();
  if (host.os == Os::gnu_linux) return nothing_to_check(host.name + " is no Windows machine");
  if (!*server && host.reach == Reach::none) return nothing_to_check(server->error().message);
  if (!*server) return {unknown(server->error())};
  const WindowsHost& windows = **server;
  std::vector<Heard> all;
  if (host.roles.has(Role::configuration_server)) add_fabrics(host, windows, *fabrics, all);
  if (host.roles.has(Role::process_server)) add_process_servers(host, windows, *servers, all);
  if (host.roles.has(Role::master_target)) add_master_targets(host, windows, *targets, all);
  if (host.roles.has_any({Role::appliance, Role::process_server}))
    add_appliance(host, windows, *parts, all);
  Verdicts verdicts;
  // One that was found is enough; one that was not may stand where nobody could look.
  if (all.empty()) verdicts.unread(fabrics->unread);
  if (all.empty() && fabrics->unread.empty())
    return nothing_to_check("the vault knows no server of that name");
  for (const Heard& one : all) {
    if (!one.heartbeat || !one.age) {
      verdicts.unknown(one.name, "when it last heard from");
      continue;
    }
    // By the clock that the machine was looked at with, whatever the others say.
    const bool machine_is_newer = server.at() >= servers.at() - *one.age;
    const bool silent = *one.age > one.limit;
    Values values{{"name", one.name},
                  {"heartbeat", human_time(*one.heartbeat)},
                  {"seen", human_time(server.at())}};
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
    .decision = decided_by<decide>(),
};

}  // namespace fbd
