// From a finding about names, routes, name servers or managers to the plan against it.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include <boost/program_options.hpp>

#include "collectors/evidence/bundle.h"
#include "kb/restore/restore_plan.h"
#include "probes/probe.h"

namespace fbd {

/// The probes whose findings have a plan here.
std::span<const std::string_view> repaired_probes();

/// --rename, --keep, --dns
void add_repair_options(boost::program_options::options_description& options);

/// What has to be asked besides what the probe needs.
std::vector<decltype(Need::next)> repair_needs();

/// Judges that one probe, and plans against what it found; not_found if it found nothing, or there
/// is no telling what to do, with the reason. `kept` is nullptr without a baseline.
Result<RestorePlan> repair_plan(const Bundle& found, const Host& host, std::string_view probe,
                                const NetworkBaseline* kept,
                                const boost::program_options::variables_map& given);

}  // namespace fbd
