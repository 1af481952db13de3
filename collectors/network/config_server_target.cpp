#include "collectors/network/config_server_target.h"

namespace fbd {

Result<const Host*> config_server_of(const Site& site) {
  for (const Host* host : site.in({Role::configuration_server})) return host;
  return error(ErrorKind::not_collected,
               "no configuration server is known: neither a site file nor the agent's drscout.conf "
               "names one");
}

}  // namespace fbd
