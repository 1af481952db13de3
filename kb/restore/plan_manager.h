// A plan to have NetworkManager's package again, from the distribution's repositories or medium.
#pragma once

#include "collectors/host/os_release.h"
#include "collectors/network/network_manager_package.h"
#include "kb/restore/medium.h"
#include "kb/restore/restore_plan.h"

namespace fbd {

/// Installs it, from `medium` if there is one, has it started at boot and now, and expects the
/// static addresses of the profiles that only it carries out; where those do not come, it is
/// switched off again. On SUSE it is not started beside wicked. not_found: it is installed already,
/// or the distribution's package manager is not known.
Result<RestorePlan> plan_network_manager(const NetworkManagerPackage& package, const OsRelease& os,
                                         const ConfiguredNetwork& network,
                                         const Medium* medium = nullptr);

}  // namespace fbd
