// Whether one ESXi host can write to a datastore.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "collectors/vsphere/datastores.h"

namespace fbd {

enum class DatastoreProblem { none, unknown, not_mounted, read_only, inaccessible, maintenance };

struct DatastoreUse {
  DatastoreProblem problem = DatastoreProblem::none;
  std::string reason;  // of inaccessible, in the server's words
  Error why;           // of unknown
};

/// `host` as its datastores name it: "HostSystem:host-9". The summary of a datastore says
/// "accessible" if any host reaches it, so only the host's own mount counts.
DatastoreUse use_of(const VsphereDatastore& datastore, std::string_view host);

/// "mounted read-only"
std::string in_words(const DatastoreUse& use);

}  // namespace fbd
