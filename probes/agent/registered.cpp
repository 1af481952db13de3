#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <optional>

#include "collectors/evidence/text.h"
#include "collectors/host/agent_config.h"
#include "collectors/host/key_values.h"
#include "collectors/host/platform.h"
#include "collectors/host/uptime.h"
#include "probes/agent/after_boot.h"
#include "probes/agent/usable.h"
#include "probes/probe.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"address-blank", Status::fail, "path"},
    {"other-server", Status::fail, "configured expected"},
    {"pairing-incomplete", Status::fail},
    {"wait", Status::warn, "minutes_left minutes_up"},
};

/// An IP address in network byte order (4 or 16 bytes), or nothing if the text is a name.
std::optional<std::string> ip_address(const std::string& text) {
  std::array<char, sizeof(in6_addr)> bytes{};
  if (inet_pton(AF_INET, text.c_str(), bytes.data()) == 1)
    return std::string(bytes.data(), sizeof(in_addr));
  if (inet_pton(AF_INET6, text.c_str(), bytes.data()) == 1)
    return std::string(bytes.data(), sizeof(in6_addr));
  return std::nullopt;
}

/// An agent that says nothing about its stack is of the site's; if that is not known either, it is
/// older than the modernized stack, unless it runs the modernized stack's data mover.
Stack stack_of(const AgentConfig& config, const Site& site) {
  if (config.stack != Stack::unknown) return config.stack;
  if (site.stack != Stack::unknown) return site.stack;
  return config.diff_source_path.ends_with("A2A") ? Stack::modernized : Stack::classic;
}

/// The configuration server's address by the site, if the agent is registered with another one.
/// Only addresses are compared: a name may stand for any of them.
std::optional<std::string> another_server(const AgentConfig& config, const Site& site) {
  const std::optional<std::string> configured = ip_address(config.config_server.value_or(""));
  const std::optional<std::string> for_azure = ip_address(config.cs_address_for_azure);
  if (!configured) return std::nullopt;
  std::optional<std::string> expected;
  for (const Host* server : site.in({Role::configuration_server})) {
    const std::optional<std::string> address = ip_address(server->dial());
    if (!address || address == configured || address == for_azure) return std::nullopt;
    if (!expected) expected = server->dial();
  }
  return expected;
}

Verdict decide(AgentHost<AgentConfig> config, AgentHost<Uptime> uptime,
               AgentHost<Platform> platform) {
  if (!config->damage.empty()) return not_from_damaged(*config, config.host().name);
  if (stack_of(*config, config.site()) == Stack::modernized) {
    if (same_word(config->cloud_pairing_status, "Incomplete")) return fail("pairing-incomplete");
  } else {
    if (!config->config_server)
      return unknown({ErrorKind::not_found, config.host().name + ": " +
                                                std::string(AgentConfig::path) +
                                                " has no Hostname in [vxagent.transport]"});
    if (config->config_server->empty())
      return fail("address-blank", {{"path", std::string(AgentConfig::path)}});
    if (const std::optional<std::string> expected = another_server(*config, config.site()))
      return fail("other-server",
                  {{"configured", *config->config_server}, {"expected", *expected}});
  }
  if (const std::optional<std::string> left = minutes_left_after_boot(*platform, *uptime))
    return warn("wait",
                {{"minutes_left", *left},
                 {"minutes_up",
                  std::to_string(std::chrono::floor<std::chrono::minutes>(uptime->up).count())}});
  return pass();
}

}  // namespace

extern constinit const Probe agent_registered{
    .id = "agent.registered",
    .question = "Is the agent registered with its configuration server?",
    .rule =
        "Reprotect from Azure (2018-02-06), Before you begin and Steps to reprotect: a restored "
        "configuration server keeps its address, and registration takes up to 15 minutes; "
        "Azure/AzMigrate-Hydration (January 2025), agent configurator: a failed registration "
        "blanks Hostname",
    .codes = codes,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
