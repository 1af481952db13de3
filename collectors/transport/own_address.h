// What this machine's own network is like at this moment, while it is being changed.
#pragma once

#include <chrono>
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

/// Asks that name server (IPv4 or IPv6, port 53, UDP) for the root's own name servers, and says
/// whether a usable answer came in time; one that cannot ask any further says so itself. Blocking.
bool name_server_answers(const std::string& address, std::chrono::milliseconds at_most);

}  // namespace fbd
