#include "kb/terminal/show_azure.h"

#include <array>

#include <nlohmann/json.hpp>

#include "collectors/evidence/text.h"
#include "kb/terminal/show_azure_rows.h"

namespace fbd {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::array questions{
    &next_question<Fabrics>,           &next_question<ProcessServers>,
    &next_question<MasterTargets>,     &next_question<ApplianceParts>,
    &next_question<Providers>,         &next_question<Vcenters>,
    &next_question<ProtectedItems>,    &next_question<ItemDetails>,
    &next_question<AzureVms>,          &next_question<Policies>,
    &next_question<RecoveryPlans>,     &next_question<JobList>,
    &next_question<FailedJobs>,        &next_question<CriticalEvents>,
    &next_question<VaultHealth>,       &next_question<DiscoveredMachines>,
    &next_question<DiscoveredHosts>,   &next_question<DiscoveredVcenters>,
    &next_question<DiscoveryAccounts>,
};

class Document {
 public:
  explicit Document(const Context& context) : context_(context) {}

  std::string write() {
    const Known<Fabrics> fabrics = known<Fabrics>(context_);
    all_["now"] = nullptr;
    if (fabrics.value && fabrics.value->now) all_["now"] = iso_time(*fabrics.value->now);
    add<Fabrics>("fabrics");
    add<ProcessServers>("process_servers");
    add<MasterTargets>("master_targets");
    add<ApplianceParts>("appliance_parts");
    add<Providers>("providers");
    add<Vcenters>("vcenters");
    add_items();
    add<AzureVms>("virtual_machines");
    add<Policies>("policies");
    add<RecoveryPlans>("recovery_plans");
    add<JobList>("jobs");
    add<FailedJobs>("failed_jobs");
    add<CriticalEvents>("critical_events");
    add_health();
    add<DiscoveredMachines>("discovered_machines");
    add<DiscoveredHosts>("discovered_hosts");
    add<DiscoveredVcenters>("discovered_vcenters");
    add<DiscoveryAccounts>("discovery_accounts");
    all_["unknown"] = std::move(unknown_);
    return all_.dump(2, ' ', false, Json::error_handler_t::replace);
  }

 private:
  void note(const char* what, const Error& error) {
    unknown_.push_back({{"what", what}, {"kind", name(error.kind)}, {"message", error.message}});
  }

  template <class List>
  static Json rows(const List& all) {
    Json list = Json::array();
    for (const auto& one : all) list.push_back(Json::parse(to_json(one)));
    return list;
  }

  template <class F>
  void add(const char* what) {
    const Result<F> fact = known<F>(context_).value;
    all_[what] = nullptr;
    if (!fact) return note(what, fact.error());
    all_[what] = rows(fact->all);
  }

  void add_items() {
    const Result<ProtectedItems> items = known<ProtectedItems>(context_).value;
    const Result<ItemDetails> details = known<ItemDetails>(context_).value;
    all_["items"] = nullptr;
    if (!items) return note("items", items.error());
    if (!details) note("items one by one", details.error());
    Json list = Json::array();
    for (const ProtectedItem& one : items->all)
      list.push_back(Json::parse(to_json(in_detail(details, one))));
    all_["items"] = std::move(list);
  }

  void add_health() {
    const Result<VaultHealth> health = known<VaultHealth>(context_).value;
    all_["vault_health"] = nullptr;
    if (!health) return note("vault_health", health.error());
    all_["vault_health"] = rows(health->issues);
  }

  const Context& context_;
  Json all_ = Json::object(), unknown_ = Json::array();
};

}  // namespace

std::span<const decltype(Need::next)> azure_questions() { return questions; }

std::string azure_json(const Context& context) { return Document(context).write(); }

}  // namespace fbd
