#include "kb/terminal/show_azure.h"

#include <array>
#include <functional>
#include <vector>

#include "collectors/evidence/text.h"
#include "kb/terminal/show_azure_rows.h"
#include "kb/terminal/shown_document.h"

namespace fbd {
namespace {

constexpr std::array questions{
    &next_question<Fabrics>,
    &next_question<ProcessServers>,
    &next_question<MasterTargets>,
    &next_question<ApplianceParts>,
    &next_question<Appliances>,
    &next_question<Providers>,
    &next_question<Vcenters>,
    &next_question<ProtectedItems>,
    &next_question<ItemDetails>,
    &next_question<AzureVms>,
    &next_question<Policies>,
    &next_question<RecoveryPlans>,
    &next_question<JobList>,
    &next_question<FailedJobs>,
    &next_question<CriticalEvents>,
    &next_question<VaultHealth>,
    &next_question<DiscoveredMachines>,
    &next_question<DiscoveredHosts>,
    &next_question<DiscoveredVcenters>,
    &next_question<DiscoveryAccounts>,
};

/// A list of things that have a to_json each.
template <class List>
std::string rows(const List& all) {
  std::string list;
  for (const auto& one : all) list += (list.empty() ? "[" : ",\n") + to_json(one);
  return list.empty() ? "[]" : list + "]";
}

template <class F>
void add(ShownDocument& document, const Context& context, const char* what) {
  const Result<F> fact = known<F>(context).value;
  document.put(what, fact.map([](const F& all) { return rows(all.all); }));
  if constexpr (requires { fact->unread; })
    if (fact)
      for (const NotRead& one : fact->unread) document.note(what, one.why);
}

void add_items(ShownDocument& document, const Context& context) {
  const Result<ProtectedItems> items = known<ProtectedItems>(context).value;
  const Result<ItemDetails> details = known<ItemDetails>(context).value;
  if (items && !details) document.note("items one by one", details.error());
  if (items)
    for (const NotRead& one : items->unread) document.note("items", one.why);
  document.put("items", items.map([&](const ProtectedItems& list) {
    std::vector<std::reference_wrapper<const ProtectedItem>> all;
    for (const ProtectedItem& one : list.all) all.emplace_back(in_detail(details, one));
    return rows(all);
  }));
}

}  // namespace

std::span<const decltype(Need::next)> azure_questions() { return questions; }

std::string azure_json(const Context& context) {
  ShownDocument document(context);
  const Result<Fabrics> fabrics = known<Fabrics>(context).value;
  document.put("now", fabrics && fabrics->now ? '"' + iso_time(*fabrics->now) + '"' : "null");
  add<Fabrics>(document, context, "fabrics");
  add<ProcessServers>(document, context, "process_servers");
  add<MasterTargets>(document, context, "master_targets");
  add<ApplianceParts>(document, context, "appliance_parts");
  add<Appliances>(document, context, "appliances");
  add<Providers>(document, context, "providers");
  add<Vcenters>(document, context, "vcenters");
  add_items(document, context);
  add<AzureVms>(document, context, "virtual_machines");
  add<Policies>(document, context, "policies");
  add<RecoveryPlans>(document, context, "recovery_plans");
  add<JobList>(document, context, "jobs");
  add<FailedJobs>(document, context, "failed_jobs");
  add<CriticalEvents>(document, context, "critical_events");
  document.put("vault_health", known<VaultHealth>(context).value.map(
                                   [](const VaultHealth& health) { return rows(health.issues); }));
  add<DiscoveredMachines>(document, context, "discovered_machines");
  add<DiscoveredHosts>(document, context, "discovered_hosts");
  add<DiscoveredVcenters>(document, context, "discovered_vcenters");
  add<DiscoveryAccounts>(document, context, "discovery_accounts");
  return document.text();
}

}  // namespace fbd
