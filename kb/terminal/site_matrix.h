// From findings and evidence to the matrix of connections.
#pragma once

#include <span>
#include <vector>

#include "collectors/evidence/bundle.h"
#include "kb/report/matrix.h"
#include "probes/finding.h"
#include "probes/probe.h"

namespace fbd {

/// The probes whose findings make the matrix: those of connections, those of the configuration
/// server, and what is shown for information.
std::vector<const Probe*> probes_of_matrix();

/// Every connection of the site with what was found about it.
Matrix make_matrix(const Bundle& bundle, std::span<const Finding> findings,
                   const Knowledge& knowledge);

}  // namespace fbd
