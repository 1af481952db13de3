// An older bundle, as a check compares with it: what it says about the machines of today.
#pragma once

#include <string>

#include "collectors/evidence/bundle.h"
#include "collectors/network/network_baseline.h"

namespace fbd {

/// How the network of that machine was configured when the bundle was made. If there is none of
/// that name, but one machine only, it is that: a machine that asks for itself knows its host name,
/// not what a site file called it.
Result<NetworkBaseline> network_before(const std::string& file, const std::string& host);

/// Reads `file`, or without one what the site file names, and records how the network of each
/// protected VM was configured then. Nothing to do without either. An error if the file is no
/// bundle or has nothing about any of them.
Result<void> add_earlier(Bundle& found, const std::string& file);

/// Takes over what `evidence` recorded when it was compared before.
void keep_earlier(const Evidence& evidence, Bundle& found);

}  // namespace fbd
