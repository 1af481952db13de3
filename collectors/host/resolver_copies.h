// What Site Recovery's scripts kept of /etc/resolv.conf when they moved it aside.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "collectors/evidence/fact.h"
#include "collectors/evidence/tree.h"

namespace fbd {

/// Asked for by a fix alone: a check needs only to know that they are there (network_traces.h).
struct ResolverCopies {
  static std::span<const Origin<ResolverCopies>> origins();

  std::vector<TreeEntry> files;
};

}  // namespace fbd
