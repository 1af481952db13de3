// /etc/sysconfig/network/routes and ifroute-*: one route a line,
// "DESTINATION GATEWAY NETMASK INTERFACE OPTIONS", "-" where a field is empty.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/network/suse_address.h"

namespace fbd {

struct SuseRoute {
  struct Hop {
    std::optional<SuseAddress> via;
    std::string interface;  // empty: the one in whose network the gateway is
  };

  bool v4 = true;
  SuseAddress destination;  // all zero for the default route
  int length = 0;
  std::vector<Hop> hops;  // one, or those of a multipath route
  std::optional<unsigned> metric;
  std::optional<unsigned> table;  // another one than the main table
  bool is_in_known_table = true;  // false: one with a name that only the machine knows
  bool is_refusal = false;        // "blackhole" and the like, which belong to no interface
  int line = 0;

  /// "default", "10.0.0.0/8"
  std::string to() const;
};

struct SuseRoutes {
  struct BadLine {
    int line = 0;
    std::string reason;
  };
  std::vector<SuseRoute> routes;  // of several to one destination the first
  std::vector<BadLine> bad_lines;
  /// Wicked reads none of the routes then, and of a bad `routes` file no configuration at all.
  std::optional<BadLine> breaks_at;
};

/// Source: wicked 0.6, client/suse/compat-suse.c, __ni_suse_read_routes and what it calls.
/// `interface` is that of an ifroute file, or "". At most 4096 routes are read.
SuseRoutes read_suse_routes(std::string_view text, std::string_view interface);

}  // namespace fbd
