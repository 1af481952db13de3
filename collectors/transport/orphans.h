// Orphans: what our children leave behind when they end.
#pragma once

#include <sys/types.h>

#include <set>

namespace fbd {

/// Makes this process the parent of orphans among its descendants, so that it can end them.
void adopt_orphans();

/// The processes whose parent this process is.
std::set<pid_t> children();

/// Kills and reaps every child but those in `spared`, and what these leave behind; gives up after a
/// second, because a process stuck in the kernel does not die.
void end_orphans(const std::set<pid_t>& spared);

}  // namespace fbd
