// Where a protected VM runs now, for the probes that judge its network after a failback.
#pragma once

#include <optional>
#include <string>

#include "collectors/host/platform.h"
#include "probes/finding.h"

namespace fbd {

/// Nothing if the machine is outside of Azure. In Azure every address, route and name server comes
/// from DHCP and is not what the machine had on-premises, so there is nothing to judge.
inline std::optional<Verdict> not_failed_back(const Result<Platform>& platform,
                                              const std::string& host) {
  // Azure always has DMI, so a machine without any is elsewhere.
  if (!platform && platform.error().kind != ErrorKind::not_found) return unknown(platform.error());
  if (platform && platform->in_azure())
    return skipped(host + ": in Azure every address comes from DHCP; ask again after the failback");
  return std::nullopt;
}

}  // namespace fbd
