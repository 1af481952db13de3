#include "collectors/evidence/text.h"
#include "collectors/host/agent_config.h"
#include "collectors/host/windows_host.h"
#include "probes/agent/registration.h"
#include "probes/agent/usable.h"
#include "probes/probe.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"missing", Status::fail},
    {"incomplete", Status::fail, "there absent"},
    {"never-configured", Status::fail, "directory"},
    {"address-blank", Status::fail, "directory"},
    {"other-server", Status::fail, "configured expected"},
    {"pairing-incomplete", Status::fail},
    {"two-servers", Status::warn, "registry file"},
};

// What the template of drscout.conf has in place of a host id (Azure/AzMigrate-Hydration, January
// 2025).
constexpr std::string_view template_id = "1234_45466_67689";

/// A registry without the agent's key, or a service without its directory, is half an agent.
std::optional<Verdict> not_whole(const WindowsHost& host) {
  const bool service = host.service("svagents") != nullptr;
  const bool directory = !host.agent->directory.empty();
  const bool config = !host.agent->config.empty();
  if (!service && !directory) return fail("missing");
  std::string there;
  std::string absent;
  const auto note = [&](bool is_there, std::string_view what) {
    std::string& list = is_there ? there : absent;
    list += (list.empty() ? "" : ", ") + std::string(what);
  };
  note(service, "the service svagents");
  note(directory, "InstallDirectory in the registry");
  note(config, "drscout.conf");
  if (absent.empty()) return std::nullopt;
  return fail("incomplete", {{"there", there}, {"absent", absent}});
}

Verdict with_server(const WindowsHost::Agent& agent, const AgentConfig& config, const Site& site) {
  const std::string configured = config.config_server.value_or("");
  if (configured.empty()) return fail("address-blank", {{"directory", agent.directory}});
  if (const std::optional<std::string> expected = another_server(config, site))
    return fail("other-server", {{"configured", configured}, {"expected", *expected}});
  // Names may stand for any address; of two addresses one is an old one.
  const std::optional<std::string> in_file = ip_address(configured);
  const std::optional<std::string> in_registry = ip_address(agent.server);
  if (in_file && in_registry && in_file != in_registry)
    return warn("two-servers", {{"registry", agent.server}, {"file", configured}});
  return pass();
}

Verdict decide(AgentHost<WindowsHost> host, AgentHost<IfAsked<AgentConfig>> config) {
  if (!host->agent)
    return unknown({ErrorKind::not_collected,
                    host.host().name + ": what was brought from there is of an older version; "
                                       "fetch it again with the line that \"facts\" prints"});
  if (std::optional<Verdict> verdict = not_whole(*host)) return *verdict;
  if (!*config) return unknown(config->error());
  const AgentConfig& known = **config;
  if (!known.damage.empty()) return not_from_damaged(known, host.host().name);
  if (known.host_id.empty() || known.host_id == template_id)
    return fail("never-configured", {{"directory", host->agent->directory}});
  if (stack_of(known, host.site()) == Stack::modernized)
    return same_word(known.cloud_pairing_status, "Incomplete") ? fail("pairing-incomplete")
                                                               : pass();
  return with_server(*host->agent, known, host.site());
}

}  // namespace

extern constinit const Probe windows_agent{
    .id = "windows.agent",
    .question = "Is the mobility agent of the Windows machine set up for the site's server?",
    .rule =
        "Reprotect from Azure (2018-02-06), Before you begin: a restored configuration server "
        "keeps its address; Azure/AzMigrate-Hydration (January 2025), drscout.conf and the "
        "registry key SV Systems",
    .codes = codes,
    .os = Os::windows,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
