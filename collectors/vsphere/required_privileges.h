// The privileges that Azure Site Recovery asks for to reprotect and fail back to VMware.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/vsphere/roles.h"

namespace fbd {

struct RequiredPrivilege {
  std::string_view id;     // a final ".*" stands for all of the group
  std::string_view label;  // "Datastore > Allocate space", as the document writes it
};

/// Source: Prepare on-premises VMware servers for disaster recovery to Azure (2019-05-30), Prepare
/// an account for automatic discovery.
std::span<const RequiredPrivilege> required_privileges();

/// Their ids, sorted, groups expanded, as far as the server knows them: privileges come and go
/// between releases. `known` empty: as vSphere 6.5 has them.
std::vector<std::string> required_privilege_ids(std::span<const std::string> known);

/// The document's words for an id: "Virtual machine > Configuration (all)"; "" if it is not among
/// them.
std::string_view required_privilege_label(std::string_view id);

}  // namespace fbd
