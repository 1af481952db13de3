// A definition in the common model. Only for netplan*.cpp.
#pragma once

#include "collectors/network/netplan_definition.h"

namespace fbd {

/// `renderer` carries it out, and `ports` are those that name it their bond, bridge or VRF.
Connection netplan_connection(const NetplanDefinition& definition, NetplanRenderer renderer,
                              const std::vector<NetplanId>& ports);

/// What goes to NetworkManager as it is, in its own words, overrules the rest.
void pass_through(const NetplanDefinition& definition, Connection& to);

}  // namespace fbd
