#include "collectors/host/agent_config.h"
#include "collectors/host/agent_files.h"
#include "collectors/host/agent_version.h"
#include "probes/agent/usable.h"
#include "probes/probe.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"mixed", Status::warn, "configured evidence"},
};

/// What somebody reads as proof: "/usr/local/ASR/Vx/bin/s2 -> s2A2A".
std::string shown_by(const AgentFiles::Sign& sign) {
  return sign.target.empty() ? sign.path : sign.path + " -> " + sign.target;
}

/// The signs of one stack in one line; empty if there is none.
std::string evidence_of(Stack stack, const AgentConfig& config, const AgentFiles& files) {
  std::string all;
  const auto add = [&all](const std::string& sign) { all += (all.empty() ? "" : ", ") + sign; };
  // A master target is always classic.
  if (stack == Stack::classic && config.is_master_target()) add("Role=" + config.role);
  for (const AgentFiles::Sign& sign : files.signs)
    if (sign.says == stack) add(shown_by(sign));
  return all;
}

Verdict mixed(std::string configured, std::string evidence) {
  return warn("mixed", {{"configured", std::move(configured)}, {"evidence", std::move(evidence)}});
}

Verdict decide(AgentHost<AgentConfig> config, AgentHost<Result<AgentVersion>> version,
               AgentHost<AgentFiles> files) {
  const std::string& host = config.host().name;
  if (!config->damage.empty()) return not_from_damaged(*config, host);
  if (config->stack == Stack::unknown && !config->cs_type.empty())
    return unknown({ErrorKind::malformed, host + ": CSType is \"" + config->cs_type +
                                              "\", which is neither CSLegacy nor CSPrime"});
  const std::string classic = evidence_of(Stack::classic, *config, *files);
  const std::string modernized = evidence_of(Stack::modernized, *config, *files);
  Stack stack = config->stack;
  if (stack == Stack::classic && !modernized.empty())
    return mixed("CSType=" + config->cs_type, modernized);
  if (stack == Stack::modernized && !classic.empty())
    return mixed("CSType=" + config->cs_type, classic);
  if (!classic.empty() && !modernized.empty())
    return mixed("no CSType", classic + "; " + modernized);
  // What could not be looked at might disagree.
  if (!files->unseen.empty())
    return unknown({ErrorKind::denied, host + ": " + files->unseen.front() +
                                           " cannot be looked at; run this as root"});
  if (classic.empty() && modernized.empty())
    return unknown(
        {ErrorKind::not_found, host + ": none of the files that tell the stacks apart is there"});
  // Agents older than the modernized stack have no CSType.
  if (stack == Stack::unknown) stack = modernized.empty() ? Stack::classic : Stack::modernized;
  Values values{{"stack", std::string(name(stack))}, {"role", config->role}};
  if (*version && !(*version)->version.empty()) values["version"] = (*version)->version;
  return pass(std::move(values));
}

}  // namespace

extern constinit const Probe agent_stack{
    .id = "agent.stack",
    .question = "Do the agent's files agree on one stack?",
    .rule =
        "Azure/AzMigrate-Hydration (January 2025), agent installer and configurator: CSType, "
        "links of svagents and s2, SourceConfig.json, connection.passphrase",
    .codes = codes,
    .os = Os::gnu_linux,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
