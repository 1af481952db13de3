// With whom a machine shares UUIDs, and where both came from.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "collectors/vsphere/events.h"
#include "collectors/vsphere/uuid_clashes.h"
#include "probes/vsphere/machines.h"

namespace fbd {

/// One thing that a machine and another have in common.
struct SharedUuid {
  UuidClash::Kind kind = UuidClash::Kind::bios;
  std::string uuid;
  std::string machine;  // "web02 in vc01"
  std::string origin;   // "web02 was cloned from template rhel7 on ..."; empty if nobody knows
};

struct Clashes {
  std::vector<SharedUuid> with_protected;  // protected VMs of the site (and, for one of those, ...)
  std::vector<SharedUuid> with_others;     // any other machine or template but master targets
  std::optional<Error> blind{};            // a server whose machines are not known
};

Clashes clashes_of(const Found& machine, const Site& site, const Vspheres<VsphereVms>& vms,
                   const Vspheres<VsphereEvents>& events);

/// what, uuids, machines, origin.
Values values_of(const std::vector<SharedUuid>& shared);

}  // namespace fbd
