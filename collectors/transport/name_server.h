// Whether a name server serves, while resolv.conf is being changed.
#pragma once

#include <chrono>
#include <string>

namespace fbd {

/// Asks that name server (IPv4 or IPv6, port 53, UDP) for the root's own name servers, and says
/// whether a usable answer came in time; one that cannot ask any further says so itself. Blocking.
bool name_server_answers(const std::string& address, std::chrono::milliseconds at_most);

}  // namespace fbd
