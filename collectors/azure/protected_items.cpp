#include "collectors/azure/protected_items.h"

#include <algorithm>
#include <array>

#include "collectors/azure/containers.h"
#include "collectors/azure/vault_get.h"
#include "collectors/evidence/text.h"

namespace fbd {
namespace {

using Progress = ProtectedItem::Progress;

bool is_vmware(std::string_view type) {
  constexpr std::array<std::string_view, 4> types{"InMageRcm", "InMageRcmFailback", "InMageAzureV2",
                                                  "InMage"};
  return std::any_of(types.begin(), types.end(),
                     [type](std::string_view one) { return same_word(one, type); });
}

Progress progress_of(std::string_view word) {
  if (same_word(word, "NoProgress")) return Progress::stuck;
  if (same_word(word, "SlowProgress")) return Progress::slow;
  if (same_word(word, "InProgress") || same_word(word, "Queued")) return Progress::in_progress;
  if (same_word(word, "None")) return Progress::none;
  return Progress::unknown;
}

/// "Required", or a truth value: this API has both.
bool is_required(const ArmNode& node) {
  return same_word(node.text(), "Required") || node.flag().value_or(false);
}

void read_agent(ProtectedItem& item, const ArmNode& details) {
  item.agent_registered = details["isAgentRegistrationSuccessfulAfterFailover"].flag();
  const ArmNode& agent = details["mobilityAgentDetails"];
  item.agent_heartbeat = agent["lastHeartbeatUtc"].time();
  if (!item.agent_heartbeat) item.agent_heartbeat = details["lastHeartbeat"].time();
  item.agent_version = agent["version"].text();
  if (item.agent_version.empty()) item.agent_version = details["agentVersion"].text();
  item.agent_latest = agent["latestVersion"].text();
  item.agent_outdated = agent["isUpgradeable"].flag().value_or(false) ||
                        is_required(details["isAgentUpdateRequired"]);
  for (std::string& reason : agent["reasonsBlockingUpgrade"].texts())
    if (!same_word(reason, "AlreadyOnLatestVersion"))
      item.update_blocked_by.push_back(std::move(reason));
  const ArmNode& classic = details["agentDetails"];
  if (item.agent_version.empty()) item.agent_version = classic["agentVersion"].text();
  if (is_required(classic["agentUpdateStatus"])) item.agent_outdated = true;
  item.agent_expires = details["agentExpiryDate"].time();
  if (!item.agent_expires) item.agent_expires = classic["agentExpiryDate"].time();
  item.agent_needs_reboot = is_required(details["isRebootAfterUpdateRequired"]) ||
                            is_required(details["rebootAfterUpdateStatus"]) ||
                            is_required(classic["postUpdateRebootStatus"]) ||
                            same_word(classic["postUpdateRebootStatus"].text(), "RebootRequired") ||
                            std::find(item.update_blocked_by.begin(), item.update_blocked_by.end(),
                                      "RebootRequired") != item.update_blocked_by.end();
}

void read_disks(ProtectedItem& item, const ArmNode& details) {
  for (const ArmNode& disk : details["protectedDisks"].items()) {
    ++item.disks;
    for (const std::string_view size : {"capacityInBytes", "diskCapacityInBytes"})
      if (const auto bytes = disk[size].count()) {
        item.disk_bytes += *bytes;
        break;
      }
    if (is_required(disk["resyncRequired"])) item.resync_required = true;
    for (const ArmNode* health : {&disk["irDetails"]["progressHealth"], &disk["progressHealth"],
                                  &disk["resyncDetails"]["progressHealth"]})
      item.progress = std::max(item.progress, progress_of(health->text()));
  }
}

void read_progress(ProtectedItem& item, const ArmNode& details) {
  for (const std::string_view key : {"initialReplicationProgressHealth", "resyncProgressHealth"})
    item.progress = std::max(item.progress, progress_of(details[key].text()));
  item.progress_percent = details["initialReplicationProgressPercentage"].number();
  if (!item.progress_percent)
    item.progress_percent =
        details["resyncDetails"]["initialReplicationProgressPercentage"].number();
  if (!item.progress_percent) item.progress_percent = details["resyncProgressPercentage"].number();
  item.resync_required = item.resync_required || is_required(details["resyncRequired"]);
  item.has_retention_window =
      details["retentionWindowStart"].time() && details["retentionWindowEnd"].time();
}

/// ".../virtualMachines/" alone is how the service says that there is none.
std::string vm_id(const ArmNode& details) {
  for (const std::string_view key : {"targetVmId", "azureVirtualMachineId", "azureVmId"}) {
    std::string id = details[key].text();
    if (is_resource_id(id) && !id.ends_with('/')) return id;
  }
  return {};
}

std::string first_of(const ArmNode& details, std::initializer_list<std::string_view> keys) {
  for (const std::string_view key : keys)
    if (std::string text = details[key].text(); !text.empty()) return text;
  return {};
}

Result<ProtectedItems> parse(std::string_view answer) {
  ProtectedItems items;
  const Result<ArmNow> now = read_arm_answer(
      answer, {[&](const std::string&, const ArmNode& resource) {
                 const std::string type =
                     resource["properties"]["providerSpecificDetails"]["instanceType"].text();
                 if (is_vmware(type)) {
                   items.all.add(read_protected_item(resource));
                   return;
                 }
                 ++items.others;
                 if (same_word(type, "A2A"))
                   items.born_in_azure.push_back(resource["properties"]["friendlyName"].text());
               },
               [&](const std::string& path, Error failure) {
                 items.unread.push_back({path, std::move(failure)});
               }});
  if (!now) return tl::unexpected<Error>(now.error());
  if (items.all.empty() && items.others == 0 && !items.unread.empty())
    return tl::unexpected<Error>(items.unread.front().why);
  items.now = *now;
  return items;
}

Result<Request> get(const Context& context) {
  return get_of_vault(context, "/replicationProtectedItems");
}

constexpr std::string_view list_question = "azure.protected-items";

/// Whether the list of the whole vault is what Azure had trouble with. Who may not read it, or
/// cannot reach Azure, fares no better with its parts.
bool list_was_refused(const Context& context) {
  const Evidence::Entry* entry = context.evidence.find(context.host.name, list_question);
  if (!entry) return false;
  const Result<std::string>& answer = entry->observation.answer;
  return answer || answer.error().kind == ErrorKind::failed ||
         answer.error().kind == ErrorKind::malformed || answer.error().kind == ErrorKind::not_found;
}

std::optional<Question> containers_first(const Context& context) {
  if (!list_was_refused(context)) return std::nullopt;
  return next_question<ProtectionContainers>(context);
}

Result<Request> get_by_container(const Context& context) {
  if (!list_was_refused(context))
    return error(ErrorKind::not_collected, "nothing is read from each container");
  const Known<ProtectionContainers> containers = known<ProtectionContainers>(context);
  if (!containers.value) return tl::unexpected<Error>(containers.value.error());
  // A part of the items must not pass for all of them.
  if (!containers.value->unread.empty())
    return tl::unexpected<Error>(containers.value->unread.front().why);
  if (containers.value->ids.size() > most_asked_singly)
    return error(ErrorKind::malformed, "the vault has more containers than are asked one by one");
  return get_each(context, containers.value->ids, "/replicationProtectedItems", "");
}

constexpr Origin<ProtectedItems> known_origins[] = {
    {list_question, Os::unknown, ask_with(get), parse},
    {"azure.container-items", Os::unknown, ask_after(&containers_first, get_by_container), parse},
};

}  // namespace

std::span<const Origin<ProtectedItems>> ProtectedItems::origins() { return known_origins; }

ProtectedItem read_protected_item(const ArmNode& resource) {
  const ArmNode& properties = resource["properties"];
  const ArmNode& details = properties["providerSpecificDetails"];
  ProtectedItem item;
  item.id = resource["id"].text();
  item.name = properties["friendlyName"].text();
  if (item.name.empty()) item.name = resource["name"].text();
  item.type = details["instanceType"].text();
  item.state = properties["protectionState"].text();
  item.active_location = properties["activeLocation"].text();
  item.active_site = details["activeSiteType"].text();
  item.health = properties["replicationHealth"].text();
  item.failover_health = properties["failoverHealth"].text();
  item.allowed = properties["allowedOperations"].texts();
  item.errors = read_service_errors(properties["healthErrors"]);
  item.running = properties["currentScenario"]["scenarioName"].text();
  if (same_word(item.running, "None")) item.running.clear();
  item.failed_over_at = properties["lastSuccessfulFailoverTime"].time();
  item.policy = properties["policyFriendlyName"].text();
  item.os = first_of(details, {"osType"});
  if (item.os.empty()) item.os = details["osDetails"]["osType"].text();
  item.os_version = first_of(details, {"osVersion", "osName"});
  item.physical = same_word(details["discoveryType"].text(), "Physical");
  read_agent(item, details);
  item.azure_vm = vm_id(details);
  item.process_server = first_of(details, {"processServerId"});
  item.master_target = first_of(details, {"masterTargetId"});
  item.reprotect_agent = first_of(details, {"reprotectAgentId"});
  item.group = first_of(details, {"multiVmGroupName", "multiVmGroupId"});
  item.vcenter = first_of(details, {"vCenterInfrastructureId", "targetvCenterId"});
  const ArmNode& discovered = details["discoveredVmDetails"];
  item.datastores = details["datastores"].texts();
  if (item.datastores.empty()) item.datastores = discovered["datastores"].texts();
  item.target_datastore = first_of(details, {"targetDataStoreName"});
  item.log_storage = first_of(details, {"logStorageAccountId"});
  item.machine = first_of(details, {"fabricDiscoveryMachineId"});
  item.on_premises_power = discovered["powerStatus"].text();
  item.on_premises_deleted = discovered["isDeleted"].flag().value_or(false);
  item.planned_failover_done = same_word(details["lastPlannedFailoverStatus"].text(), "Succeeded");
  read_disks(item, details);
  read_progress(item, details);
  return item;
}

bool ProtectedItem::is_classic() const {
  return same_word(type, "InMage") || same_word(type, "InMageAzureV2");
}

ProtectedItem::Phase ProtectedItem::phase() const {
  if (same_word(type, "InMageRcmFailback")) return Phase::reversed;
  if (same_word(type, "InMage"))
    return same_word(active_site, "OnPrem") ? Phase::failed_back : Phase::reversed;
  if (!is_vmware(type)) return Phase::other;
  return same_word(active_location, "Recovery") ? Phase::failed_over : Phase::forward;
}

bool ProtectedItem::allows(std::string_view operation) const {
  return std::any_of(allowed.begin(), allowed.end(),
                     [operation](const std::string& one) { return same_word(one, operation); });
}

bool ProtectedItem::is_called(std::string_view wanted) const {
  return same_word(name, wanted) || same_word(last_part(id), wanted);
}

std::string_view name(ProtectedItem::Phase phase) {
  switch (phase) {
    case ProtectedItem::Phase::forward:
      return "protected";
    case ProtectedItem::Phase::failed_over:
      return "failed over";
    case ProtectedItem::Phase::reversed:
      return "reprotected";
    case ProtectedItem::Phase::failed_back:
      return "failed back";
    case ProtectedItem::Phase::other:
      break;
  }
  return "other";
}

}  // namespace fbd
