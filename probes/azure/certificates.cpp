#include "collectors/azure/process_servers.h"
#include "collectors/evidence/text.h"
#include "probes/azure/verdicts.h"

namespace fbd {
namespace {

// Azure gives notice two months before. Source: Manage the configuration server (2025-12-01), Renew
// SSL certificates.
constexpr std::chrono::days notice{60};

constexpr Code codes[] = {
    {"expired", Status::fail, "name until days"},
    {"near-expiry", Status::warn, "name until days"},
};

void judge(std::string name, const std::optional<std::chrono::sys_seconds>& until,
           const ArmNow& now, Verdicts& verdicts) {
  if (!until || !now) return;  // an appliance tells none
  const auto left = std::chrono::floor<std::chrono::days>(*until - *now);
  const bool over = *until <= *now;
  const Values values{{"name", std::move(name)},
                      {"until", human_time(*until)},
                      {"days", std::to_string(over ? -left.count() : left.count())}};
  if (over)
    verdicts.fail("expired", values);
  else if (left <= notice)
    verdicts.warn("near-expiry", values);
}

std::vector<Verdict> decide(AzureVault<Fabrics> fabrics, AzureVault<ProcessServers> servers) {
  Verdicts verdicts;
  bool any = false;
  for (const Fabric& one : fabrics->all) {
    if (!one.is_classic()) continue;
    any = true;
    if (!one.certificate_until) verdicts.unknown(one.name, "how long the certificate is valid of");
    judge("configuration server " + one.name, one.certificate_until, fabrics->now, verdicts);
  }
  for (const ProcessServerState& one : servers->all)
    judge("process server " + one.name, one.certificate_until, servers->now, verdicts);
  verdicts.unread(fabrics->unread);
  if (!any && fabrics->unread.empty())
    return nothing_to_check("the vault has no configuration server");
  return verdicts.merged();
}

}  // namespace

extern constinit const Probe azure_certificates{
    .id = "azure.certificates",
    .question =
        "Are the certificates of the configuration and process servers valid for long enough?",
    .rule = "Manage the configuration server (2025-12-01), Renew SSL certificates",
    .codes = codes,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
