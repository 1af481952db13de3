#include <algorithm>

#include "collectors/azure/appliance_parts.h"
#include "collectors/azure/appliances.h"
#include "collectors/evidence/text.h"
#include "probes/azure/verdicts.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"part-missing", Status::fail, "name"},
    {"part-silent", Status::fail, "name since minutes"},
    {"no-datastores", Status::fail, "name"},
    {"discovery-old", Status::warn, "name since"},
};

/// A healthy one was seen at half an hour; hours mean that vCenter is no longer asked.
constexpr std::chrono::hours old_discovery{6};

/// Whether a part is missing of the whole fabric, and not only of one of its appliances.
bool is_told(const ApplianceParts& parts, std::string_view part) {
  return std::any_of(parts.missing.begin(), parts.missing.end(),
                     [part](const std::string& one) { return one.ends_with(part); });
}

std::vector<Verdict> decide(AzureVault<ApplianceParts> parts,
                            AzureVault<IfAsked<Appliances>> appliances) {
  if (!parts->any_modernized && parts->unread.empty())
    return nothing_to_check("the vault has no replication appliance");
  Verdicts verdicts;
  verdicts.unread(parts->unread);
  for (const std::string& missing : parts->missing)
    verdicts.fail("part-missing", {{"name", missing}});
  // Of several appliances one may lack what another has. A service too old to know appliances says
  // nothing of it, and the fabrics have said the rest.
  if (*appliances)
    for (const Appliance& one : (*appliances)->all)
      for (const std::string& part : one.missing)
        if (!is_told(*parts, part))
          verdicts.fail("part-missing", {{"name", one.name + ": " + part}});
  for (const AppliancePart& part : parts->all) {
    const std::string name = std::string(title(part.kind)) + " " + part.name;
    if (!part.heartbeat || !parts->now)
      verdicts.unknown(name, "when it last heard from the");
    else if (*parts->now - *part.heartbeat > heartbeat_limit)
      verdicts.fail("part-silent", {{"name", name},
                                    {"since", human_time(*part.heartbeat)},
                                    {"minutes", minutes_of(*parts->now - *part.heartbeat)}});
    if (part.kind != AppliancePart::Kind::reprotect_agent) continue;
    if (part.datastores.empty()) verdicts.fail("no-datastores", {{"name", part.name}});
    if (part.discovered && parts->now && *parts->now - *part.discovered > old_discovery)
      verdicts.warn("discovery-old",
                    {{"name", part.name}, {"since", human_time(*part.discovered)}});
  }
  return verdicts.merged();
}

}  // namespace

extern constinit const Probe azure_appliance{
    .id = "azure.appliance",
    .question = "Are all parts of the replication appliance there and alive?",
    .rule =
        "Site Recovery REST API 2024-04-01, InMageRcmFabricSpecificDetails; VMware to Azure "
        "architecture, modernized (2022-08-30)",
    .codes = codes,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
