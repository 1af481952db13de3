// The commands by which each network stack takes a changed configuration.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kb/restore/restore_plan.h"

namespace fbd {

/// The stack whose configuration a file is; nothing if it is none of them.
std::optional<NetworkStack> stack_of(std::string_view path, NetworkStack ifcfg_reader);

/// Adds to `before` and `after` of the plan. The commands of `after` work with whatever files are
/// there: the same bring the old configuration up again.
void add_commands(RestorePlan& plan, NetworkStack stack,
                  const std::vector<std::string>& interfaces);

}  // namespace fbd
