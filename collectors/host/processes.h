// Which programs run on a machine.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/evidence/fact.h"

namespace fbd {

/// The names the kernel keeps (/proc/<pid>/comm), at most 15 characters. An answer without any name
/// is malformed, because something always runs. Where the kernel hides other users' processes the
/// fact is an error (denied): a process that cannot be seen may well run.
struct Processes {
  static std::span<const Origin<Processes>> origins();

  std::vector<std::string> names;  // sorted, each once

  /// Whether a process of this program runs, or of one of the two programs the agent's start
  /// script may mean by it: svagents is a link to svagentsV2A or svagentsA2A.
  bool runs(std::string_view program) const;
};

/// {"names": []}
std::string to_json(const Processes& fact);

}  // namespace fbd
