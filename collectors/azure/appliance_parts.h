// The parts of the modernized stack's replication appliances, as the vault knows them.
#pragma once

#include "collectors/azure/fabrics.h"

namespace fbd {

struct AppliancePart {
  enum class Kind {
    process_server,
    rcm_proxy,
    replication_agent,
    push_installer,
    reprotect_agent,
    mars_agent,
    dra
  };
  Kind kind = Kind::dra;
  std::string name;
  std::string id;
  std::string fabric;  // id
  std::string fqdn;
  std::string machine;  // id of the discovered machine that it runs on
  std::string version;
  std::string health;
  std::optional<std::chrono::sys_seconds> heartbeat{};
  std::vector<ServiceError> errors;
  // Of a reprotect agent:
  std::vector<std::string> datastores;  // names of those it can write to
  std::string vcenter;                  // id
  std::optional<std::chrono::sys_seconds> discovered{};
};

/// "reprotect agent", "RCM proxy"
std::string_view title(AppliancePart::Kind kind);

/// A part that an appliance cannot do without, and its name where an appliance is told whole.
struct NeededPart {
  AppliancePart::Kind kind;
  std::string_view key;  // "reprotectAgent"
};
std::span<const NeededPart> needed_parts();

struct ApplianceParts {
  static std::span<const Origin<ApplianceParts>> origins();
  static constexpr bool read_once = true;
  ArmNow now;
  std::vector<AppliancePart> all;
  std::vector<std::string> missing;  // "CS01: RCM proxy": parts that a fabric has none of
  bool any_modernized = false;
  std::vector<NotRead> unread;

  std::vector<const AppliancePart*> of(AppliancePart::Kind kind) const;
};

}  // namespace fbd
