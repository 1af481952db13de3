// What the machines themselves and vCenter would say to a reprotect, where Azure says nothing.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "collectors/evidence/fact.h"

namespace fbd {

/// A value that would work by somebody else's word; or why nobody gives one, "" if nobody was
/// asked.
struct OwnWord {
  std::string value;
  std::string why{};
};

/// A master target of the site for a machine with this kind of operating system ("Linux"; "" if it
/// is not known) whose agent runs; a process server whose services do.
OwnWord own_master_target(const Site& site, const Evidence& evidence, std::string_view os);
OwnWord own_process_server(const Site& site, const Evidence& evidence);

/// A volume of the host with this name or address that can hold retention: on Linux what is mounted
/// on /mnt/retention, on Windows one that is neither the system's nor the cache's, and not FAT.
/// Source: Reprotect from Azure (2018-02-06), Common things to check after installing the master
/// target.
OwnWord own_retention(const Site& site, const Evidence& evidence, std::string_view name,
                      const std::string& address);

/// An account that a vCenter or ESXi host of the site lets in.
OwnWord own_account(const Site& site, const Evidence& evidence);

/// The datastores that the disks of this machine are on, as vCenter or an ESXi host says; none if
/// nobody was asked or nobody knows the machine.
std::vector<std::string> datastores_in_vsphere(const Site& site, const Evidence& evidence,
                                               const std::string& machine);

}  // namespace fbd
