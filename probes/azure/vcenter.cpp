#include "collectors/azure/discovery.h"
#include "collectors/azure/vcenters.h"
#include "collectors/evidence/text.h"
#include "probes/azure/verdicts.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"missing", Status::fail, "name"},         {"discovery-failed", Status::fail, "name status"},
    {"silent", Status::warn, "name since"},    {"error", Status::fail, "name message"},
    {"account-missing", Status::fail, "name"},
};

/// Discovery runs every quarter of an hour or so; an hour is several of them.
constexpr std::chrono::hours heartbeat_of_vcenter{1};

std::string text_of(const ServiceError& error) {
  return error.message.empty() ? error.code : error.message;
}

void judge_classic(const Fabrics& fabrics, const Vcenters& vcenters, Verdicts& verdicts) {
  std::vector<std::string> accounts;
  for (const Fabric& one : fabrics.all)
    accounts.insert(accounts.end(), one.account_ids.begin(), one.account_ids.end());
  const auto is_known = [&](const std::string& id) {
    for (const std::string& one : accounts)
      if (same_word(one, id)) return true;
    return false;
  };
  for (const VcenterState& one : vcenters.all) {
    if (same_word(one.discovery, "Failed"))
      verdicts.fail("discovery-failed", {{"name", one.name}, {"status", one.discovery}});
    for (const ServiceError& error : one.errors)
      verdicts.fail("error", {{"name", one.name}, {"message", text_of(error)}});
    if (!one.account.empty() && !accounts.empty() && !is_known(one.account))
      verdicts.fail("account-missing", {{"name", one.name}});
    if (one.heartbeat && vcenters.now && *vcenters.now - *one.heartbeat > heartbeat_of_vcenter)
      verdicts.warn("silent", {{"name", one.name}, {"since", human_time(*one.heartbeat)}});
  }
}

std::vector<Verdict> decide(AzureVault<Fabrics> fabrics, AzureVault<Vcenters> vcenters,
                            AzureVault<DiscoveredVcenters> discovered,
                            AzureVault<DiscoveryAccounts> accounts) {
  Verdicts verdicts;
  bool classic = false;
  bool sites = false;
  for (const Fabric& one : fabrics->all) {
    classic = classic || one.is_classic();
    sites = sites || (one.is_modernized() && !one.vmware_site.empty());
    if (one.is_classic() && vcenters->all.empty()) verdicts.fail("missing", {{"name", one.name}});
    if (one.is_modernized() && !one.vmware_site.empty() && discovered->all.empty() &&
        discovered->unread.empty())
      verdicts.fail("missing", {{"name", one.name}});
  }
  verdicts.unread(fabrics->unread);
  verdicts.unread(discovered->unread);
  verdicts.unread(accounts->unread);
  if (!classic && !sites && fabrics->unread.empty())
    return nothing_to_check("the vault has no VMware site");
  judge_classic(*fabrics, *vcenters, verdicts);
  for (const DiscoveredVcenter& one : discovered->all)
    for (const ServiceError& error : one.errors)
      if (!error.is_warning())
        verdicts.fail("error", {{"name", one.name}, {"message", text_of(error)}});
  bool any_account = false;
  for (const DiscoveryAccount& one : accounts->all)
    any_account = any_account || same_word(one.type, "VMwareFabric");
  if (sites && !any_account && accounts->unread.empty())
    verdicts.fail("account-missing", {{"name", "the appliance"}});
  return verdicts.merged();
}

}  // namespace

extern constinit const Probe azure_vcenter{
    .id = "azure.vcenter",
    .question = "Does Site Recovery know a vCenter and get along with it?",
    .rule =
        "Site Recovery REST API 2024-04-01, VCenterProperties; Troubleshoot vCenter discovery "
        "failures (2025-12-09)",
    .codes = codes,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
