// The static addresses that a machine's own files give it, against those it runs with.
#pragma once

#include <string>

#include "collectors/network/configured_network.h"
#include "collectors/network/running_addresses.h"
#include "probes/finding.h"

namespace fbd {

/// The codes on-dhcp (a file in force says static) and replaced-by-dhcp (a copy that Site Recovery
/// kept does), each with the values interface, configured, running and file; a pass, or unknown.
Verdict compare_addresses(const std::string& host, const ConfiguredNetwork& configured,
                          const RunningAddresses& running);

}  // namespace fbd
