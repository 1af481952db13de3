#include "collectors/azure/vault_health.h"
#include "collectors/evidence/text.h"
#include "probes/azure/verdicts.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"error", Status::fail, "service_code service_name name message causes action when activity"},
    {"warning", Status::warn, "service_code service_name name message causes action when activity"},
};

std::vector<Verdict> decide(AzureVault<VaultHealth> health) {
  Verdicts verdicts;
  for (const VaultIssue& issue : health->issues) {
    if (same_word(issue.error.level, "NONE") || same_word(issue.error.level, "Info")) continue;
    Values values = about_error(issue.error, issue.about);
    if (issue.error.is_warning())
      verdicts.warn("warning", std::move(values));
    else
      verdicts.fail("error", std::move(values));
  }
  return verdicts.merged();
}

}  // namespace

extern constinit const Probe azure_vault_health{
    .id = "azure.vault-health",
    .question = "Does the vault's own summary show no trouble?",
    .rule = "Site Recovery REST API 2024-04-01, VaultHealthProperties",
    .codes = codes,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
