// Which of the privileges that Site Recovery needs the account really has, and where.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/evidence/fact.h"
#include "collectors/evidence/result.h"

namespace fbd {

struct PrivilegesOn {
  std::string ref;                   // "Datastore:datastore-12"
  std::vector<std::string> granted;  // of those that were asked for, sorted
  std::vector<std::string> denied;
  Result<void> known;  // why the server did not tell: then the lists are empty
};

/// Asked of each datacenter, and of the hosts, datastores, networks, resource pools and folders
/// that the site's machines use. Where the site's machines are not found: of all datacenters and
/// datastores, of at most 200 objects. A vCenter is asked with HasPrivilegeOnEntities; an ESXi host
/// has the effective role of the object. Source: vSphere Web Services API, AuthorizationManager.
struct VspherePrivileges {
  static std::span<const Origin<VspherePrivileges>> origins();
  static constexpr bool read_once = true;
  static std::optional<Question> before(const Context& context);

  std::vector<PrivilegesOn> all;  // by ref

  const PrivilegesOn* on(std::string_view ref) const;
};

/// {"all": [{"ref", "granted", "denied", "unknown"}]}; "unknown" is null or the reason.
std::string to_json(const VspherePrivileges& fact);

}  // namespace fbd
