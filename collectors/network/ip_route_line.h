// Routes as route-* files write them: the words that follow "ip route add".
#pragma once

#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "collectors/network/connection.h"

namespace fbd {

/// "10.0.0.0/8 via 10.1.2.1 dev eth0 metric 5". A destination is written with its length, 0.0.0.0/0
/// as "default". The error says why NetworkManager 1.42 passes over the line.
tl::expected<ConfiguredRoute, std::string> ip_route_line(std::string_view line, bool v4);

/// The options of a numbered route ("mtu 1400 table 5"): a route of which only the table is set.
/// The error says why NetworkManager refuses them.
tl::expected<ConfiguredRoute, std::string> ip_route_options(std::string_view options, bool v4);

/// Whether the line is blank or a comment.
bool is_no_route(std::string_view line);

/// "10.0.0.0" and 8 are "10.0.0.0/8"; a length of 0 is "default".
std::string route_destination(std::string_view address, int prefix);

}  // namespace fbd
