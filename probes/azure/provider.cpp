#include "collectors/azure/providers.h"
#include "collectors/evidence/text.h"
#include "probes/azure/verdicts.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"disconnected", Status::fail, "name since status"},
    {"silent", Status::fail, "name since minutes"},
};

std::vector<Verdict> decide(AzureVault<Providers> providers) {
  Verdicts verdicts;
  bool any = false;
  for (const Provider& one : providers->all) {
    if (!same_word(one.type, "VMware") && !same_word(one.type, "InMageRcm")) continue;
    any = true;
    const std::string name = one.fabric.empty() ? one.name : one.fabric;
    const std::string since = one.heartbeat ? human_time(*one.heartbeat) : "an unknown time";
    // An unknown word is neither good nor bad: the heartbeat decides.
    if (same_word(one.connection, "NotConnected"))
      verdicts.fail("disconnected", {{"name", name}, {"since", since}, {"status", one.connection}});
    else if (!one.heartbeat || !providers->now)
      verdicts.unknown(name, "when it last heard from the provider of");
    else if (*providers->now - *one.heartbeat > heartbeat_limit)
      verdicts.fail("silent", {{"name", name},
                               {"since", since},
                               {"minutes", minutes_of(*providers->now - *one.heartbeat)}});
  }
  if (!any) return nothing_to_check("the vault has no provider for VMware");
  return verdicts.merged();
}

}  // namespace

extern constinit const Probe azure_provider{
    .id = "azure.provider",
    .question = "Is the Site Recovery provider connected to Azure?",
    .rule =
        "Site Recovery REST API 2024-04-01, RecoveryServicesProviderProperties; Troubleshoot the "
        "configuration server (2025-12-09)",
    .codes = codes,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
