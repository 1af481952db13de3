// Replicated items of a vault: what Azure says about each protected VM, of both stacks.
#pragma once

#include "collectors/azure/arm_answer.h"
#include "collectors/azure/health.h"
#include "collectors/evidence/fact.h"
#include "collectors/evidence/shared_list.h"

namespace fbd {

struct ProtectedItem {
  /// Where an item is on its way. Direction is told by its type: `activeLocation` is "Primary"
  /// again after a reprotect.
  enum class Phase {
    forward,      // replicates from on-premises to Azure
    failed_over,  // runs in Azure; to be reprotected
    reversed,     // reprotected: replicates from Azure to on-premises
    failed_back,  // runs on-premises again and does not replicate
    other         // not VMware, or not told
  };
  enum class Progress { unknown, none, in_progress, slow, stuck };

  std::string name;
  std::string id;
  std::string type;  // "InMageRcm", "InMageRcmFailback", "InMageAzureV2", "InMage"
  std::string state;
  std::string active_location;
  std::string active_site;  // classic, "Azure" or "OnPrem"
  std::string health;
  std::string failover_health;
  std::vector<std::string> allowed;  // operations
  std::vector<ServiceError> errors;
  std::string running;  // an operation that is at work: "ReverseReplication"; "" for none
  std::optional<std::chrono::sys_seconds> failed_over_at{};  // when that began
  std::string os;                                            // "Windows", "Linux"
  std::string os_version;                                    // as far as it is told
  bool physical = false;

  // The mobility agent:
  std::optional<bool> agent_registered{};  // after the failover; often not told
  std::optional<std::chrono::sys_seconds> agent_heartbeat{};
  std::string agent_version;
  std::string agent_latest;
  bool agent_outdated = false;
  bool agent_needs_reboot = false;
  std::optional<std::chrono::sys_seconds> agent_expires{};
  std::vector<std::string> update_blocked_by;

  std::string azure_vm;  // id
  std::string process_server;
  std::string master_target;
  std::string reprotect_agent;
  std::string group;  // of multi-VM consistency; a lone VM may have one of its own
  std::string vcenter;
  std::vector<std::string> datastores;  // where its disks are, on-premises
  std::string target_datastore;
  std::string log_storage;
  std::string policy;
  std::string machine;  // id of the discovered machine (modernized)
  std::string on_premises_power;
  bool on_premises_deleted = false;
  bool planned_failover_done = false;  // home: the machine on-premises runs, and may

  std::uint64_t disks = 0;
  std::uint64_t disk_bytes = 0;
  Progress progress = Progress::unknown;
  std::optional<double> progress_percent{};
  bool resync_required = false;
  bool has_retention_window = false;

  bool is_classic() const;
  Phase phase() const;
  bool allows(std::string_view operation) const;
  /// By the name of the machine, or by that of the item.
  bool is_called(std::string_view name) const;
};

ProtectedItem read_protected_item(const ArmNode& resource);

struct ProtectedItems {
  static std::span<const Origin<ProtectedItems>> origins();
  static constexpr bool read_once = true;
  ArmNow now;
  SharedList<ProtectedItem> all;           // of VMware and physical machines
  std::vector<NotRead> unread;             // containers, where it was read from each
  std::size_t others = 0;                  // Hyper-V, Azure to Azure
  std::vector<std::string> born_in_azure;  // names of items that replicate between regions
};

std::string_view name(ProtectedItem::Phase phase);

}  // namespace fbd
