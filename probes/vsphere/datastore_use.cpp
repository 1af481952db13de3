#include "probes/vsphere/datastore_use.h"

namespace fbd {

DatastoreUse use_of(const VsphereDatastore& datastore, std::string_view host) {
  if (!datastore.mounts) return {DatastoreProblem::unknown, "", datastore.mounts.error()};
  const DatastoreMount* const mount = datastore.mounted_on(host);
  if (!mount || !mount->mounted) return {DatastoreProblem::not_mounted, "", {}};
  if (!mount->accessible) return {DatastoreProblem::inaccessible, mount->inaccessible_reason, {}};
  if (mount->mode != "readWrite") return {DatastoreProblem::read_only, "", {}};
  if (datastore.maintenance.value_or("normal") != "normal")
    return {DatastoreProblem::maintenance, "", {}};
  return {};
}

std::string in_words(const DatastoreUse& use) {
  switch (use.problem) {
    case DatastoreProblem::none:
      return "usable";
    case DatastoreProblem::unknown:
      return "unknown";
    case DatastoreProblem::not_mounted:
      return "not mounted";
    case DatastoreProblem::read_only:
      return "mounted read-only";
    case DatastoreProblem::inaccessible:
      return use.reason.empty() ? "inaccessible" : "inaccessible (" + use.reason + ")";
    case DatastoreProblem::maintenance:
      return "in maintenance mode";
  }
  return "";
}

}  // namespace fbd
