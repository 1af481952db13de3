// The roles and the privileges that a vCenter or ESXi host knows.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/evidence/fact.h"

namespace fbd {

struct VsphereRole {
  std::string id;     // "-1"; what VspherePermission::role refers to
  std::string name;   // "Admin", "ReadOnly"
  std::string label;  // "Administrator", as the client shows it; empty if the server does not tell
  bool is_system = false;
  std::vector<std::string> privileges;  // ids: "Datastore.Browse"
};

struct VspherePrivilege {
  std::string id;     // "VirtualMachine.Config.AddNewDisk"
  std::string group;  // "VirtualMachine.Config"
};

struct PrivilegeLabel {
  std::string id;
  std::string label;  // "Add new disk", as the client shows it, in the server's language
};

/// Source: vSphere Web Services API, AuthorizationManager. One account may see all of it or none.
struct VsphereRoles {
  static std::span<const Origin<VsphereRoles>> origins();
  static constexpr bool read_once = true;
  static constexpr std::string_view administrator = "-1", read_only = "-2", no_access = "-5";

  std::vector<VsphereRole> roles;
  std::vector<VspherePrivilege> privileges;  // every one the server has; empty: it does not tell
  std::vector<PrivilegeLabel> labels;

  /// nullptr: there is none.
  const VsphereRole* role(std::string_view id) const;
  /// The client's word for a privilege, or its id.
  std::string label(std::string_view privilege) const;
  /// The ids of all privileges of the server, or of its administrator, who has them all; empty if
  /// neither is told.
  std::vector<std::string> known_privileges() const;
};

/// {"roles": [], "privileges": [], "labels": []} of the structs above.
std::string to_json(const VsphereRoles& fact);

}  // namespace fbd
