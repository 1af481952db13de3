// The datastores that the account sees, and which hosts have them mounted how.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/evidence/fact.h"
#include "collectors/evidence/result.h"

namespace fbd {

/// As one host has it. Members that the server leaves out are as it documents them: mounted, and
/// accessible unless it says otherwise.
struct DatastoreMount {
  std::string host;  // "HostSystem:host-9"
  std::string mode;  // "readWrite", "readOnly"
  bool mounted = true;
  bool accessible = true;
  std::string inaccessible_reason;  // "AllPathsDown_Start", ...; may be empty

  bool usable() const { return mode == "readWrite" && mounted && accessible; }
};

/// What each error kind means: VsphereVm in virtual_machines.h. An account that may only view
/// knows the name, and is denied the rest.
struct VsphereDatastore {
  std::string ref;  // "Datastore:datastore-5"
  Result<std::string> name;
  Result<std::string> parent;
  Result<std::string> type;  // "VMFS", "vsan", "NFS", "NFS41", "VVOL", "PMEM", "OTHER", ...
  Result<std::string> url;
  Result<bool> accessible;          // of *some* host; ask mounted_on() about one
  Result<std::string> maintenance;  // "normal", "enteringMaintenance", "inMaintenance"
  Result<std::int64_t> capacity_bytes, free_bytes;
  Result<std::vector<DatastoreMount>> mounts;

  /// nullptr: not on that host, or not known; look at `mounts`.
  const DatastoreMount* mounted_on(std::string_view host) const;
};

struct VsphereDatastores {
  static std::span<const Origin<VsphereDatastores>> origins();
  static constexpr bool read_once = true;

  std::shared_ptr<const std::vector<VsphereDatastore>> all;  // never null; by ref

  const VsphereDatastore* datastore(std::string_view ref) const;
};

/// {"all": []} of the members above; what is not set or not known is null, "unknown" has the
/// reasons of the latter by member.
std::string to_json(const VsphereDatastores& fact);

}  // namespace fbd
