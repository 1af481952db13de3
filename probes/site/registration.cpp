#include <map>

#include <fmt/format.h>

#include "collectors/host/agent_config.h"
#include "collectors/host/key_values.h"
#include "probes/agent/usable.h"
#include "probes/probe.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"different-addresses", Status::warn, "addresses"},
};

Verdict decide(const Every<AgentHost<AgentConfig>>& agents) {
  std::map<std::string, std::string> hosts_of;  // by what Hostname says
  for (const auto& agent : agents) {
    if (!agent->damage.empty()) return not_from_damaged(*agent, agent.host().name);
    const std::string server = lower_case(agent->config_server.value_or(""));
    // Whoever has none is told of by itself, and is not with another server.
    if (server.empty()) continue;
    std::string& hosts = hosts_of[server];
    hosts += (hosts.empty() ? "" : ", ") + agent.host().name;
  }
  if (hosts_of.size() == 1) return pass();
  if (hosts_of.empty())
    return unknown({ErrorKind::not_found, "no agent says which server it is registered with"});
  std::string addresses;
  for (const auto& [server, hosts] : hosts_of)
    addresses += fmt::format("{}{} ({})", addresses.empty() ? "" : ", ", server, hosts);
  return warn("different-addresses", {{"addresses", addresses}});
}

}  // namespace

extern constinit const Probe site_registration{
    .id = "site.registration",
    .question = "Are all agents registered with one configuration server, by the same address?",
    .rule =
        "Reprotect from Azure (2018-02-06), Before you begin: a restored configuration server "
        "keeps its address; Prepare for reprotection and failback (2019-12-24): two adapters",
    .codes = codes,
    .stack = Stack::classic,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
