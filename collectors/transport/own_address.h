// What this machine's own network is like at this moment, while it is being changed.
#pragma once

#include <string>

namespace fbd {

/// Whether the kernel has that IPv4 address on that interface now.
bool has_address(const std::string& interface, const std::string& ipv4);

/// Forgets what the kernel knows of a neighbour, so that an answer from before does not count.
void forget_neighbour(const std::string& interface, const std::string& ipv4);

/// Asks for the neighbour from `own`, an address of this machine, and says whether it has answered
/// by now: ask again after a while. Only whether it is there counts, not what it serves.
bool neighbour_answers(const std::string& interface, const std::string& own,
                       const std::string& ipv4);

}  // namespace fbd
