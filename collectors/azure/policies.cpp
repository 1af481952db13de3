#include "collectors/azure/policies.h"

#include "collectors/azure/vault_get.h"
#include "collectors/evidence/text.h"

namespace fbd {
namespace {

Policy read_policy(const ArmNode& resource) {
  const ArmNode& properties = resource["properties"];
  const ArmNode& details = properties["providerSpecificDetails"];
  Policy policy;
  policy.name = properties["friendlyName"].text();
  if (policy.name.empty()) policy.name = resource["name"].text();
  policy.type = details["instanceType"].text();
  // In minutes, whatever its name: 1440 is the day that the portal shows.
  policy.retention_minutes = details["recoveryPointHistory"].number();
  if (!policy.retention_minutes)
    policy.retention_minutes = details["recoveryPointHistoryInMinutes"].number();
  policy.app_consistent_minutes = details["appConsistentFrequencyInMinutes"].number();
  policy.rpo_minutes = details["recoveryPointThresholdInMinutes"].number();
  return policy;
}

template <class All, class Read>
Result<All> parse_all(std::string_view answer, Read read) {
  All all;
  const Result<ArmNow> now = read_arm_answer(
      answer,
      {[&](const std::string&, const ArmNode& resource) { all.all.push_back(read(resource)); }});
  if (!now) return tl::unexpected<Error>(now.error());
  return all;
}

Result<Policies> parse_policies(std::string_view answer) {
  return parse_all<Policies>(answer, read_policy);
}

RecoveryPlan read_plan(const ArmNode& resource) {
  const ArmNode& properties = resource["properties"];
  RecoveryPlan plan;
  plan.name = properties["friendlyName"].text();
  if (plan.name.empty()) plan.name = resource["name"].text();
  for (const ArmNode& group : properties["groups"].items())
    for (const ArmNode& item : group["replicationProtectedItems"].items())
      plan.items.push_back(item["id"].text());
  return plan;
}

Result<RecoveryPlans> parse_plans(std::string_view answer) {
  return parse_all<RecoveryPlans>(answer, read_plan);
}

Result<Request> get_policies(const Context& context) {
  return get_of_vault(context, "/replicationPolicies");
}

Result<Request> get_plans(const Context& context) {
  return get_of_vault(context, "/replicationRecoveryPlans");
}

constexpr Origin<Policies> policy_origins[] = {
    {"azure.policies", Os::unknown, ask_with(get_policies), parse_policies},
};
constexpr Origin<RecoveryPlans> plan_origins[] = {
    {"azure.recovery-plans", Os::unknown, ask_with(get_plans), parse_plans},
};

}  // namespace

std::span<const Origin<Policies>> Policies::origins() { return policy_origins; }
std::span<const Origin<RecoveryPlans>> RecoveryPlans::origins() { return plan_origins; }

bool Policy::is_for_failback() const {
  return same_word(type, "InMage") || same_word(type, "InMageRcmFailback");
}

}  // namespace fbd
