// The routes a machine has at this moment.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/evidence/fact.h"

namespace fbd {

/// One next hop: a route over several interfaces is as many of these.
struct RunningRoute {
  bool ipv4 = true;
  std::string to;        // "default", "10.0.0.0/8", "2001:db8::1"
  std::string via;       // empty: on the link; with IPv4 it may be an IPv6 address
  std::string device;    // empty if it is not shown
  std::string table;     // "main", "100"
  std::string protocol;  // "dhcp", "static", "ra", ...; "boot" (by hand or by a script) as well,
                         // which iproute2 leaves out
  std::string source;    // the address preferred for what leaves this way
  std::uint32_t metric = 0;
  bool shared = false;  // one of several next hops that the kernel uses side by side
};

/// Routes that lead somewhere: neither the kernel's own table "local" nor what only forbids.
struct RunningRoutes {
  static std::span<const Origin<RunningRoutes>> origins();

  std::vector<RunningRoute> defaults;  // of all tables, in the order of the kernel
  std::vector<RunningRoute> others;    // without those the kernel makes for each address
  std::size_t left_out = 0;            // further ones than are kept, of both kinds

  /// The default route that is used when nothing else is asked for: of the table "main" the one
  /// with the lowest metric, and of several the first. nullptr if there is none.
  const RunningRoute* default_route(bool ipv4) const;
};

/// {"defaults": [{"family", "to", "via", "device", "table", "protocol", "source", "metric"}],
/// "others": [...], "left_out": 0}; family is "inet" or "inet6".
std::string to_json(const RunningRoutes& fact);

}  // namespace fbd
