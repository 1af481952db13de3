// A plan to have NetworkManager's package again, from the distribution's own repositories.
#pragma once

#include "collectors/host/os_release.h"
#include "collectors/network/network_manager_package.h"
#include "kb/restore/restore_plan.h"

namespace fbd {

/// Installs it, has it started at boot and now, and expects the static addresses of the profiles
/// that only it carries out; where those do not come, it is switched off again. On SUSE it is not
/// started beside wicked. not_found: it is installed already, or the distribution's package manager
/// is not known.
Result<RestorePlan> plan_network_manager(const NetworkManagerPackage& package, const OsRelease& os,
                                         const ConfiguredNetwork& network);

}  // namespace fbd
