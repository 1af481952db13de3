// Where permissions are defined that reach the datacenters, and whether they propagate.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "collectors/evidence/fact.h"
#include "collectors/evidence/result.h"

namespace fbd {

struct VspherePermission {
  std::string entity;     // where it is defined: "Folder:group-d1"
  std::string principal;  // "VSPHERE.LOCAL\\asr", a group's name
  bool is_group = false;
  std::string role;  // the id of a VsphereRole
  bool propagates = false;
};

/// Asked of every datacenter, inherited permissions included. Whether a group holds the account,
/// only the server knows: what the account may really do is VspherePrivileges.
/// Source: vSphere Web Services API, AuthorizationManager.RetrieveEntityPermissions.
struct VspherePermissions {
  static std::span<const Origin<VspherePermissions>> origins();
  static constexpr bool read_once = true;
  static std::optional<Question> before(const Context& context);

  struct On {
    std::string ref;  // "Datacenter:datacenter-2"
    Result<std::vector<VspherePermission>> permissions;
  };
  std::vector<On> all;
};

/// {"all": [{"ref", "permissions", "unknown"}]}
std::string to_json(const VspherePermissions& fact);

}  // namespace fbd
