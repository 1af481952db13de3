// What the members of a bundle mean, checked against its manifest.
#pragma once

#include "collectors/evidence/bundle.h"
#include "collectors/evidence/bundle_members.h"

namespace fbd {

/// The answer of a question, taken out of the members; or the error it got instead. `by_hand`: the
/// manifest need not give size and hash.
Result<Observation> observation_of(ManifestEntry& entry, BundleMembers& members, bool by_hand);

/// A bundle that grew. What was cut off is missing at its end; anything else that is not as its
/// manifest says is malformed, and the member or line is named.
Result<Bundle> grown_bundle(BundleMembers members);

}  // namespace fbd
