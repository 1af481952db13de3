// "show network": everything that is known about a machine's network, as one JSON document.
#pragma once

#include <span>
#include <string>

#include "collectors/evidence/fact.h"

namespace fbd {

/// What has to be asked for it.
std::span<const decltype(Need::next)> network_questions();

/// {"connections": [], "backups": [], "ifcfg", "needs_network_manager": [] (ConfiguredNetwork),
/// "running": {"addresses", "routes", "links", "devices"}, "packages": [], "services": {"at_boot",
/// "now"}, "leases": [], "traces": {"marks", "surroundings"}, "problems": [], "unknown": [{"what",
/// "kind", "message"}]}. What cannot be known is null and named in "unknown" with the reason. The
/// parts are those of "show FACT"; the headers of the facts have their shapes.
std::string network_json(const Context& context);

}  // namespace fbd
