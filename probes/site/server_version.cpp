#include <fmt/format.h>

#include "collectors/host/agent_version.h"
#include "collectors/host/windows_host.h"
#include "probes/probe.h"
#include "probes/site/version_numbers.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"master-target-newer", Status::fail, "version server server_version"},
    {"outdated", Status::warn, "version server server_version behind"},
};

/// By the programs that come with it; the provider (dra) and MySQL count differently.
std::string version_of(const WindowsHost& server) {
  for (const std::string_view name : {"cxprocessserver", "tmansvc", "svagents"}) {
    const WindowsHost::Service* service = server.service(name);
    if (service && version_numbers(service->version)) return service->version;
  }
  return {};
}

/// Some installers write a build of 0; then only releases can be compared.
bool is_newer(VersionNumbers one, VersionNumbers other) {
  if (one[2] == 0 || other[2] == 0) one[2] = other[2] = 0;
  return one > other;
}

Verdict decide(AgentHost<AgentVersion> agent, ConfigServer<WindowsHost> server) {
  const std::string of_server = version_of(*server);
  const std::optional<VersionNumbers> theirs = version_numbers(of_server);
  if (!theirs)
    return unknown(
        {ErrorKind::not_found, server.host().name + ": none of its programs tells its version"});
  const std::optional<VersionNumbers> own = version_numbers(agent->version);
  if (!own)
    return unknown({ErrorKind::malformed, fmt::format("{}: \"{}\" is no version of an agent",
                                                      agent.host().name, agent->version)});
  Values values{
      {"version", agent->version}, {"server", server.host().name}, {"server_version", of_server}};
  // The document says it of master targets. A newer agent on a VM is not supported either, but
  // replicates.
  if (agent.host().roles.has(Role::master_target) && is_newer(*own, *theirs))
    return fail("master-target-newer", std::move(values));
  const int behind = (*theirs)[1] - (*own)[1];
  if ((*own)[0] == (*theirs)[0] && behind > most_releases_behind) {
    values["behind"] = std::to_string(behind);
    return warn("outdated", std::move(values));
  }
  return pass();
}

}  // namespace

extern constinit const Probe site_server_version{
    .id = "site.server-version",
    .question = "Does the agent's version fit that of the configuration server?",
    .rule =
        "Install a Linux master target (2026-02-13): a master target is not newer than process "
        "and configuration server; Service updates (2025-12-22): four releases back are supported",
    .codes = codes,
    .stack = Stack::classic,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
