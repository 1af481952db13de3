// Master targets of the classic stack, as the configuration server reports them to the vault.
#pragma once

#include "collectors/azure/fabrics.h"

namespace fbd {

struct RetentionVolume {
  std::string name;
  std::optional<std::uint64_t> capacity_bytes{};
  std::optional<std::uint64_t> free_bytes{};
};

struct DatastoreState {
  std::string name;
  std::string type;  // "VMFS", "NFS"; "" when the service does not say
  std::optional<double> capacity_gb{};
  std::optional<double> free_gb{};
  /// VMFS or vSAN: what failback can write to. Unknown types are not refused here.
  bool is_unsupported() const;
};

struct MasterTargetState {
  std::string name;
  std::string id;
  std::string fabric;  // id
  std::string address;
  /// The one that every configuration server has: not meant for failback where there are others.
  bool on_config_server = false;
  std::string os;  // "Windows", "Linux"
  std::optional<std::chrono::sys_seconds> heartbeat{};
  std::optional<std::chrono::sys_seconds> measured_at{};  // as of a process server
  VersionState version;
  std::string server_version;  // of its configuration server
  std::optional<std::uint64_t> disks{};
  std::vector<RetentionVolume> retention;
  std::vector<DatastoreState> datastores;
  std::vector<ServiceError> errors;  // validation and health

  std::optional<std::chrono::seconds> silence() const;
  const DatastoreState* datastore(std::string_view name) const;
};

struct MasterTargets {
  static std::span<const Origin<MasterTargets>> origins();
  static constexpr bool read_once = true;
  ArmNow now;
  std::vector<MasterTargetState> all;
  bool any_classic = false;  // whether there is a fabric that could have some
  std::vector<NotRead> unread;
};

}  // namespace fbd
