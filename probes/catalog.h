// The catalog: all probes in report order, and the two things one does with them.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "collectors/evidence/evidence.h"
#include "collectors/evidence/fact.h"
#include "collectors/evidence/site.h"
#include "probes/finding.h"
#include "probes/probe.h"

namespace fbd {

/// Every probe, in the order of catalog.def.
std::span<const Probe* const> catalog();

/// nullptr if there is none with this id.
const Probe* find_probe(std::string_view id);

/// The facts the probes want of the hosts of a site, each once.
std::vector<Need> needs(std::span<const Probe* const> probes, const Site& site);

/// One finding for every probe and every host (or combination of hosts) it concerns.
std::vector<Finding> judge(std::span<const Probe* const> probes, const Site& site,
                           const Evidence& evidence);

/// All codes the probes can give, for the knowledge base.
std::vector<KnownCode> known_codes(std::span<const Probe* const> probes);

}  // namespace fbd
