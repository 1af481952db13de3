// Addresses and routes of a .network file, with the rules by which networkd drops some.
#pragma once

#include <string>
#include <vector>

#include "collectors/network/connection.h"
#include "collectors/network/systemd_ini.h"

namespace fbd {

struct NetworkdAddresses {
  std::vector<Cidr> v4;
  std::vector<Cidr> v6;
  bool pool_v4 = false;  // an address is asked for that networkd picks itself
  bool pool_v6 = false;
  SourcePlace first_v4;  // where IPv4 addresses begin
};

/// Address= of [Network], and [Address] sections, of which one bad value spoils the whole. Adds
/// what is ignored or assumed to `problems`.
NetworkdAddresses networkd_addresses(const SystemdIni& ini, std::vector<NetworkProblem>& problems);

struct NetworkdRoutes {
  std::string gateway_v4;  // of the first default route with a gateway
  std::optional<unsigned> metric_v4, metric_v6;
  std::string gateway_v6;
  std::vector<ConfiguredRoute> v4;
  std::vector<ConfiguredRoute> v6;
};

/// Gateway= of [Network], and [Route] sections. Unicast routes of the main table only: the others
/// say nothing about where packets usually go.
NetworkdRoutes networkd_routes(const SystemdIni& ini, std::vector<NetworkProblem>& problems);

}  // namespace fbd
