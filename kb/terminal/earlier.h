// An older bundle, as a check compares with it: what it says about the machines of today.
#pragma once

#include <string>

#include "collectors/evidence/bundle.h"

namespace fbd {

/// Reads `file`, or without one what the site file names, and records how the network of each
/// protected VM was configured then. Nothing to do without either. An error if the file is no
/// bundle or has nothing about any of them.
Result<void> add_earlier(Bundle& found, const std::string& file);

/// Takes over what `evidence` recorded when it was compared before.
void keep_earlier(const Evidence& evidence, Bundle& found);

}  // namespace fbd
