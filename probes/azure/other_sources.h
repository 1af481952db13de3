// What the machines themselves and vCenter say about what Azure offers for a reprotect.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/evidence/fact.h"
#include "collectors/vsphere/account.h"

namespace fbd {

/// The host of the site in `role` with this name or one of these addresses; or nullptr.
const Host* host_called(const Site& site, Role role, std::string_view name,
                        const std::vector<std::string>& addresses);

/// Why a server that Azure takes for alive will not do, by its own word: a part of a sentence that
/// begins with a verb, or "" if it has nothing to say. The server is the host of the site in `role`
/// with this name or one of these addresses. `heard` is when Azure last heard from it, by the clock
/// of this machine: what was seen before that is no objection.
std::string objection_of_process_server(const Site& site, const Evidence& evidence,
                                        std::string_view name,
                                        const std::vector<std::string>& addresses,
                                        std::chrono::sys_seconds heard);
std::string objection_of_master_target(const Site& site, const Evidence& evidence,
                                       std::string_view name, const std::string& address,
                                       std::chrono::sys_seconds heard);

/// Why a retention volume that Azure lists will not do, by the word of its master target.
std::string objection_to_retention(const Site& site, const Evidence& evidence,
                                   std::string_view target, const std::string& address,
                                   const std::string& volume, std::chrono::sys_seconds heard);

/// "vc01 does not let asr@vsphere.local in: wrong password"
std::string refusal(const Host& server, const VsphereAccount& login);

/// Why vCenter would not let an account in that has this name in Azure; "" if nobody objects, or
/// the site file's is another.
std::string objection_to_account(const Site& site, const Evidence& evidence,
                                 std::string_view account);

/// Why vCenter or an ESXi host would not take a datastore of this name; "" if none objects or none
/// was asked.
std::string objection_to_datastore(const Site& site, const Evidence& evidence,
                                   std::string_view name);

}  // namespace fbd
