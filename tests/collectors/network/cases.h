// Cases of network configuration as files: what lies on a disk, and what a reader must make of it.
//
//   Any text first: where the expectation comes from.
//   === /etc/netplan/01.yaml 0600
//   the file, up to the next line that begins with "=== "
//   === link /etc/systemd/network/10-a.network /dev/null
//   === expect
//   netplan eth0 ok
//     interface eth0
//     ipv4 static 10.1.2.3/24 via 10.1.2.1 dns 10.1.2.53
//     ipv6 none
//   problem /etc/netplan/02.yaml:3
//
// The mode may be left out (0644). draw_reading() says how connections are written.
#pragma once

#include <functional>
#include <string>

#include "collectors/evidence/tree.h"
#include "collectors/network/network_files.h"

namespace fbd {

/// One block of lines for each connection, in the reader's order, then one line for each problem.
/// What is empty or as usual is left out: only the method of IPv4 and IPv6 always stands there.
std::string draw_reading(const NetworkReading& reading);

/// Reads every tests/collectors/network/cases/FOLDER/*.case and checks what `read` makes of
/// it; at least `least` cases must be there.
void check_cases(const std::string& folder, std::size_t least,
                 const std::function<NetworkReading(const NetworkTree&)>& read);

}  // namespace fbd
