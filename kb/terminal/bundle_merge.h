// Several bundles as one.
#pragma once

#include <string>
#include <vector>

#include "collectors/evidence/result.h"

namespace fbd {

/// Writes what all of them hold to `output`, and gives a sentence about it. Of a host that several
/// know, the first that could ask it counts; of an answer or file that several hold, the first.
/// malformed: two bundles call different machines by one name.
Result<std::string> merge_bundles(const std::string& output, const std::vector<std::string>& files);

}  // namespace fbd
