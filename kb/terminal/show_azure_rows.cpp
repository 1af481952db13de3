#include "kb/terminal/show_azure_rows.h"

#include <nlohmann/json.hpp>

#include "collectors/evidence/text.h"

namespace fbd {
namespace {

using Json = nlohmann::ordered_json;

/// What is told is the value, what is not is null.
template <class T>
Json value_or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json json_of(const std::optional<std::chrono::sys_seconds>& time) {
  return time ? Json(iso_time(*time)) : Json(nullptr);
}

Json version_json(const VersionState& version) {
  return {{"version", version.version},
          {"status", version.status},
          {"expires", json_of(version.expires)}};
}

Json datastores_json(const std::vector<DatastoreState>& datastores) {
  Json list = Json::array();
  for (const DatastoreState& one : datastores)
    list.push_back({{"name", one.name},
                    {"type", one.type},
                    {"capacity_gb", value_or_null(one.capacity_gb)},
                    {"free_gb", value_or_null(one.free_gb)}});
  return list;
}

const char* word(ProtectedItem::Progress progress) {
  switch (progress) {
    case ProtectedItem::Progress::none:
      return "none";
    case ProtectedItem::Progress::in_progress:
      return "in progress";
    case ProtectedItem::Progress::slow:
      return "slow";
    case ProtectedItem::Progress::stuck:
      return "stuck";
    case ProtectedItem::Progress::unknown:
      break;
  }
  return "unknown";
}

Json json_of(const ServiceError& error) {
  return {{"code", error.code},         {"name", error.name},     {"message", error.message},
          {"causes", error.causes},     {"action", error.action}, {"level", error.level},
          {"activity", error.activity}, {"at", json_of(error.at)}};
}

Json json_of(const std::vector<ServiceError>& errors) {
  Json list = Json::array();
  for (const ServiceError& one : errors) list.push_back(json_of(one));
  return list;
}

Json row(const Fabric& fabric) {
  Json loads = Json::object();
  for (const Load& load : fabric.loads) loads[load.what] = load.status;
  return {{"id", fabric.id},
          {"name", fabric.name},
          {"type", fabric.type},
          {"health", fabric.health},
          {"state", fabric.state},
          {"errors", json_of(fabric.errors)},
          {"host", fabric.host},
          {"address", fabric.address},
          {"service_status", fabric.service_status},
          {"heartbeat", json_of(fabric.heartbeat)},
          {"certificate_until", json_of(fabric.certificate_until)},
          {"version", version_json(fabric.version)},
          {"loads", std::move(loads)},
          {"account_ids", fabric.account_ids},
          {"account_names", fabric.account_names},
          {"vmware_site", fabric.vmware_site}};
}

Json row(const ProcessServerState& server) {
  return {{"id", server.id},
          {"name", server.name},
          {"fabric", server.fabric},
          {"classic", server.classic},
          {"addresses", server.addresses},
          {"heartbeat", json_of(server.heartbeat)},
          {"measured_at", json_of(server.measured_at)},
          {"service_status", server.service_status},
          {"version", version_json(server.version)},
          {"cpu_percent", value_or_null(server.cpu_percent)},
          {"memory_percent", value_or_null(server.memory_percent)},
          {"free_percent", value_or_null(server.free_percent)},
          {"health", server.health},
          {"errors", json_of(server.errors)},
          {"certificate_until", json_of(server.certificate_until)}};
}

Json row(const MasterTargetState& target) {
  Json retention = Json::array();
  for (const RetentionVolume& one : target.retention)
    retention.push_back({{"name", one.name},
                         {"capacity_bytes", value_or_null(one.capacity_bytes)},
                         {"free_bytes", value_or_null(one.free_bytes)}});
  return {{"id", target.id},
          {"name", target.name},
          {"fabric", target.fabric},
          {"address", target.address},
          {"on_config_server", target.on_config_server},
          {"os", target.os},
          {"heartbeat", json_of(target.heartbeat)},
          {"measured_at", json_of(target.measured_at)},
          {"version", version_json(target.version)},
          {"server_version", target.server_version},
          {"disks", value_or_null(target.disks)},
          {"retention", std::move(retention)},
          {"datastores", datastores_json(target.datastores)},
          {"errors", json_of(target.errors)}};
}

Json row(const AppliancePart& part) {
  return {{"kind", title(part.kind)},
          {"id", part.id},
          {"name", part.name},
          {"fabric", part.fabric},
          {"fqdn", part.fqdn},
          {"machine", part.machine},
          {"version", part.version},
          {"health", part.health},
          {"heartbeat", json_of(part.heartbeat)},
          {"errors", json_of(part.errors)},
          {"datastores", part.datastores},
          {"vcenter", part.vcenter},
          {"discovered", json_of(part.discovered)}};
}

Json row(const Appliance& appliance) {
  return {{"id", appliance.id},
          {"name", appliance.name},
          {"fabric", appliance.fabric},
          {"missing", appliance.missing},
          {"blocked_by", json_of(appliance.blocked_by)}};
}

Json row(const Provider& provider) {
  return {{"name", provider.name},
          {"fabric", provider.fabric},
          {"type", provider.type},
          {"connection", provider.connection},
          {"heartbeat", json_of(provider.heartbeat)},
          {"version", version_json(provider.version)},
          {"errors", json_of(provider.errors)}};
}

Json row(const VcenterState& vcenter) {
  return {{"name", vcenter.name},
          {"address", vcenter.address},
          {"infrastructure", vcenter.infrastructure},
          {"account", vcenter.account},
          {"fabric", vcenter.fabric},
          {"discovery", vcenter.discovery},
          {"heartbeat", json_of(vcenter.heartbeat)},
          {"errors", json_of(vcenter.errors)}};
}

Json row(const ProtectedItem& item) {
  return {{"id", item.id},
          {"name", item.name},
          {"type", item.type},
          {"phase", name(item.phase())},
          {"state", item.state},
          {"active_location", item.active_location},
          {"active_site", item.active_site},
          {"health", item.health},
          {"failover_health", item.failover_health},
          {"allowed", item.allowed},
          {"errors", json_of(item.errors)},
          {"running", item.running},
          {"failed_over_at", json_of(item.failed_over_at)},
          {"os", item.os},
          {"os_version", item.os_version},
          {"physical", item.physical},
          {"agent_registered", value_or_null(item.agent_registered)},
          {"agent_heartbeat", json_of(item.agent_heartbeat)},
          {"agent_version", item.agent_version},
          {"agent_latest", item.agent_latest},
          {"agent_outdated", item.agent_outdated},
          {"agent_needs_reboot", item.agent_needs_reboot},
          {"agent_expires", json_of(item.agent_expires)},
          {"update_blocked_by", item.update_blocked_by},
          {"azure_vm", item.azure_vm},
          {"process_server", item.process_server},
          {"master_target", item.master_target},
          {"reprotect_agent", item.reprotect_agent},
          {"group", item.group},
          {"vcenter", item.vcenter},
          {"datastores", item.datastores},
          {"target_datastore", item.target_datastore},
          {"log_storage", item.log_storage},
          {"policy", item.policy},
          {"machine", item.machine},
          {"on_premises_power", item.on_premises_power},
          {"on_premises_deleted", item.on_premises_deleted},
          {"planned_failover_done", item.planned_failover_done},
          {"disks", item.disks},
          {"disk_bytes", item.disk_bytes},
          {"progress", word(item.progress)},
          {"progress_percent", value_or_null(item.progress_percent)},
          {"resync_required", item.resync_required},
          {"has_retention_window", item.has_retention_window}};
}

Json row(const Policy& policy) {
  return {{"name", policy.name},
          {"type", policy.type},
          {"retention_minutes", value_or_null(policy.retention_minutes)},
          {"app_consistent_minutes", value_or_null(policy.app_consistent_minutes)},
          {"rpo_minutes", value_or_null(policy.rpo_minutes)}};
}

Json row(const RecoveryPlan& plan) { return {{"name", plan.name}, {"items", plan.items}}; }

Json row(const DiscoveredMachine& machine) {
  Json disks = Json::array();
  for (const DiscoveredDisk& one : machine.disks)
    disks.push_back({{"uuid", one.uuid},
                     {"controller", one.controller},
                     {"mode", one.mode},
                     {"datastore", one.datastore}});
  return {{"id", machine.id},
          {"name", machine.name},
          {"host", machine.host},
          {"power", machine.power},
          {"tools", machine.tools},
          {"enable_uuid", value_or_null(machine.enable_uuid)},
          {"snapshots", value_or_null(machine.snapshots)},
          {"host_in_maintenance", value_or_null(machine.host_in_maintenance)},
          {"bios_uuid", machine.bios_uuid},
          {"instance_uuid", machine.instance_uuid},
          {"disks", std::move(disks)},
          {"errors", json_of(machine.errors)}};
}

Json row(const DiscoveredHost& host) {
  return {{"name", host.name}, {"datastores", datastores_json(host.datastores)}};
}

Json row(const AzureVm& vm) {
  constexpr const char* words[] = {"unknown", "there", "gone"};
  const char* presence = vm.presence == AzureVm::Presence::there  ? words[1]
                         : vm.presence == AzureVm::Presence::gone ? words[2]
                                                                  : words[0];
  return {{"id", vm.id}, {"presence", presence}, {"power", vm.power}, {"why", vm.why}};
}

Json row(const Job& job) {
  return {{"id", job.id},
          {"scenario", job.scenario},
          {"title", job.title},
          {"state", job.state},
          {"target", job.target},
          {"started", json_of(job.started)},
          {"ended", json_of(job.ended)},
          {"errors", json_of(job.errors)}};
}

Json row(const Event& event) {
  return {{"error", json_of(event.error)}, {"severity", event.severity}, {"object", event.object}};
}

Json row(const DiscoveredVcenter& one) {
  return {{"name", one.name}, {"errors", json_of(one.errors)}, {"updated", json_of(one.updated)}};
}

Json row(const DiscoveryAccount& one) { return {{"name", one.name}, {"type", one.type}}; }

Json row(const VaultIssue& issue) {
  return {{"error", json_of(issue.error)},
          {"category", issue.category},
          {"about", issue.about},
          {"affected", issue.affected}};
}

template <class T>
std::string text_of(const T& one) {
  return row(one).dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

std::string to_json(const Fabric& one) { return text_of(one); }
std::string to_json(const ProcessServerState& one) { return text_of(one); }
std::string to_json(const MasterTargetState& one) { return text_of(one); }
std::string to_json(const AppliancePart& one) { return text_of(one); }
std::string to_json(const Appliance& one) { return text_of(one); }
std::string to_json(const Provider& one) { return text_of(one); }
std::string to_json(const VcenterState& one) { return text_of(one); }
std::string to_json(const ProtectedItem& one) { return text_of(one); }
std::string to_json(const AzureVm& one) { return text_of(one); }
std::string to_json(const Policy& one) { return text_of(one); }
std::string to_json(const RecoveryPlan& one) { return text_of(one); }
std::string to_json(const Job& one) { return text_of(one); }
std::string to_json(const Event& one) { return text_of(one); }
std::string to_json(const VaultIssue& one) { return text_of(one); }
std::string to_json(const DiscoveredMachine& one) { return text_of(one); }
std::string to_json(const DiscoveredHost& one) { return text_of(one); }
std::string to_json(const DiscoveredVcenter& one) { return text_of(one); }
std::string to_json(const DiscoveryAccount& one) { return text_of(one); }

}  // namespace fbd
