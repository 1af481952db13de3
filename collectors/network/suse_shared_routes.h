// Which interface a route of /etc/sysconfig/network/routes belongs to.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "collectors/network/suse_addressing.h"
#include "collectors/network/suse_routes.h"

namespace fbd {

/// Source: wicked 0.6, client/suse/compat-suse.c, __ni_suse_addrconf_static.
class SuseSharedRoutes {
 public:
  SuseSharedRoutes() = default;
  explicit SuseSharedRoutes(std::vector<SuseRoute> routes);

  /// Those that name the interface, or whose gateway it reaches by an address or a route of its own
  /// and no interface asked about before did. What its own routes say of a destination comes first.
  std::vector<SuseRoute> taken_by(std::string_view interface,
                                  const std::vector<SuseAddressing::Own>& addresses,
                                  const std::vector<SuseRoute>& own);

 private:
  struct Shared {
    SuseRoute route;
    std::string interface;  // that took it
  };
  std::vector<Shared> all_;
};

}  // namespace fbd
