// The lines of package managers' logs.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "collectors/network/package_log.h"

namespace fbd {

/// What one log says about packages of the network; the path tells whose log it is. Lines of
/// another form say nothing. Sources: dpkg.log and history.log of Ubuntu 22.04, yum.log of RHEL 7,
/// dnf.rpm.log of RHEL 8 and 9, zypp/history of SLES 15.
std::vector<PackageLog::Entry> package_log_lines(std::string_view path, std::string_view text);

}  // namespace fbd
