#include "collectors/azure/vault_health.h"

#include "collectors/azure/vault_get.h"

namespace fbd {
namespace {

constexpr std::size_t most_issues = 200;

void add(std::vector<VaultIssue>& issues, const ArmNode& summary, std::string_view about) {
  for (const ArmNode& node : summary["issues"].items()) {
    if (issues.size() == most_issues) return;
    VaultIssue issue;
    issue.error.code = node["summaryCode"].text();
    issue.error.message = node["summaryMessage"].text();
    issue.error.level = node["severity"].text();
    issue.category = node["category"].text();
    issue.about = about;
    issue.affected = node["affectedResourceCorrelationIds"].items().size();
    issues.push_back(std::move(issue));
  }
}

Result<VaultHealth> parse(std::string_view answer) {
  VaultHealth health;
  const Result<ArmNow> now =
      read_arm_answer(answer, {[&](const std::string&, const ArmNode& resource) {
                        const ArmNode& properties = resource["properties"];
                        for (ServiceError& error : read_service_errors(properties["vaultErrors"]))
                          health.issues.push_back({std::move(error), "", "the vault", 0});
                        add(health.issues, properties["protectedItemsHealth"], "protected items");
                        add(health.issues, properties["fabricsHealth"], "fabrics");
                        add(health.issues, properties["containersHealth"], "containers");
                      }});
  if (!now) return tl::unexpected<Error>(now.error());
  health.now = *now;
  return health;
}

Result<Request> get(const Context& context) {
  return get_of_vault(context, "/replicationVaultHealth");
}

constexpr Origin<VaultHealth> known_origins[] = {
    {"azure.vault-health", Os::unknown, ask_with(get), parse},
};

}  // namespace

std::span<const Origin<VaultHealth>> VaultHealth::origins() { return known_origins; }

}  // namespace fbd
