// With whom a machine shares UUIDs, and where both came from.
#pragma once

#include <string_view>

#include "collectors/vsphere/events.h"
#include "probes/vsphere/machines.h"

namespace fbd {

/// Whether a machine shares a UUID with a protected VM of the site (a failure, by this code) or
/// with any other but the master targets ("with-another", a warning). The values are what, uuids,
/// machines, origin: where they came from, if the events tell.
Verdict clash_verdict(const Host& machine, std::string_view with_protected_vm, const Site& site,
                      const Vspheres<VsphereVms>& vms, const Vspheres<VsphereEvents>& events);

}  // namespace fbd
