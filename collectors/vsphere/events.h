// What happened to the site's machines, and where machines with the same UUIDs come from.
#pragma once

#include <chrono>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/evidence/fact.h"

namespace fbd {

/// Source: vSphere Web Services API: VmRelocatedEvent, VmMigratedEvent, DrsVmMigratedEvent and
/// their beginnings; VmPoweredOnEvent, DrsVmPoweredOnEvent; VmClonedEvent, VmDeployedEvent,
/// VmCreatedEvent, VmRegisteredEvent.
struct VsphereEvent {
  std::string ref;   // of the machine it was asked for
  std::string key;   // grows with time
  std::string type;  // "VmRelocatedEvent"
  std::chrono::sys_seconds time;
  std::string vm, vm_name;                  // to whom it happened, as it was called then
  std::string datastore, source_datastore;  // names; empty if the event has none
  std::string host, source_host;            // names
  std::string source_vm, source_vm_name;    // of a clone or deployment: from what
  std::string user;
  std::string message;  // in the server's language

  /// The machine's files went to another datastore (or are on their way).
  bool moved_storage() const;
  /// The machine was switched on: by somebody, or in his name by a cluster.
  bool switched_on() const { return type == "VmPoweredOnEvent" || type == "DrsVmPoweredOnEvent"; }
  bool copied() const { return type == "VmClonedEvent" || type == "VmDeployedEvent"; }
};

/// Of the site's machines and of those that share a UUID with one of them. Servers keep events for
/// a limited time (30 days if nobody changed it): that there is none does not mean it never
/// happened. not_found if none of these machines is here.
struct VsphereEvents {
  static std::span<const Origin<VsphereEvents>> origins();
  static constexpr bool read_once = true;
  static std::optional<Question> before(const Context& context);

  std::vector<VsphereEvent> all;  // by ref, then by time

  std::vector<const VsphereEvent*> about(std::string_view ref) const;
};

/// {"all": []} of the members above.
std::string to_json(const VsphereEvents& fact);

}  // namespace fbd
