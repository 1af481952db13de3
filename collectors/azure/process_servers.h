// Process servers of a vault's fabrics, of both stacks.
#pragma once

#include "collectors/azure/fabrics.h"

namespace fbd {

struct ProcessServerState {
  std::string name;
  std::string id;
  std::string fabric;  // id
  bool classic = true;
  std::vector<std::string> addresses;
  std::optional<std::chrono::sys_seconds> heartbeat{};
  /// What its age is measured against: the classic configuration server sends what it knows every
  /// few minutes, so its own heartbeat is the "now" of its process servers; else the answer's date.
  std::optional<std::chrono::sys_seconds> measured_at{};
  std::string service_status;
  VersionState version;
  std::optional<double> cpu_percent{};
  std::optional<double> memory_percent{};  // in use
  std::optional<double> free_percent{};    // of the cache volume
  std::string health;
  std::vector<ServiceError> errors;
  std::optional<std::chrono::sys_seconds> certificate_until{};

  /// How old the heartbeat is; nothing if that is not known.
  std::optional<std::chrono::seconds> silence() const;
};

struct ProcessServers {
  static std::span<const Origin<ProcessServers>> origins();
  static constexpr bool read_once = true;
  ArmNow now;
  std::vector<ProcessServerState> all;
  std::vector<std::string> fabrics;  // names of those without any
  std::vector<NotRead> unread;
};

}  // namespace fbd
