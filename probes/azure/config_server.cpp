#include "collectors/azure/fabrics.h"
#include "collectors/evidence/text.h"
#include "probes/azure/verdicts.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"silent", Status::fail, "name since minutes"},
    {"late", Status::warn, "name since minutes"},
    {"service-stopped", Status::fail, "name status"},
    {"overloaded", Status::fail, "name what"},
    {"loaded", Status::warn, "name what"},
    {"invalid", Status::warn, "name state"},
};

void judge_heartbeat(const Fabric& server, const ArmNow& now, Verdicts& verdicts) {
  if (!server.heartbeat || !now) return verdicts.unknown(server.name, "when it last heard from");
  const std::chrono::seconds age = *now - *server.heartbeat;
  const Values values{{"name", server.name},
                      {"since", human_time(*server.heartbeat)},
                      {"minutes", minutes_of(age)}};
  if (age > relayed_heartbeat_limit)
    verdicts.fail("silent", values);
  else if (age > heartbeat_limit)
    verdicts.warn("late", values);
}

void judge_load(const Fabric& server, Verdicts& verdicts) {
  std::vector<std::string> red;
  std::vector<std::string> yellow;
  for (const Load& load : server.loads) {
    if (same_word(load.status, "Red") || is_critical(load.status)) red.push_back(load.what);
    if (same_word(load.status, "Yellow") || is_warning(load.status)) yellow.push_back(load.what);
  }
  if (!red.empty()) verdicts.fail("overloaded", {{"name", server.name}, {"what", listed(red)}});
  if (!yellow.empty()) verdicts.warn("loaded", {{"name", server.name}, {"what", listed(yellow)}});
}

std::vector<Verdict> decide(AzureVault<Fabrics> fabrics) {
  Verdicts verdicts;
  bool any = false;
  for (const Fabric& server : fabrics->all) {
    if (!server.is_classic()) continue;
    any = true;
    judge_heartbeat(server, fabrics->now, verdicts);
    if (server.service_status.empty())
      verdicts.unknown(server.name, "whether the services run on");
    else if (!same_word(server.service_status, "Running"))
      verdicts.fail("service-stopped", {{"name", server.name}, {"status", server.service_status}});
    judge_load(server, verdicts);
    if (!server.state.empty() && !same_word(server.state, "Valid"))
      verdicts.warn("invalid", {{"name", server.name}, {"state", server.state}});
  }
  verdicts.unread(fabrics->unread);
  if (!any && fabrics->unread.empty())
    return nothing_to_check("the vault has no configuration server");
  return verdicts.merged();
}

}  // namespace

extern constinit const Probe azure_config_server{
    .id = "azure.config-server",
    .question = "Does Azure see a configuration server that is alive and has room to work?",
    .rule =
        "Site Recovery REST API 2024-04-01, VMwareDetails; Reprotect from Azure (2018-02-06), "
        "Before you begin",
    .codes = codes,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
