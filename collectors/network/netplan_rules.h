// What netplan refuses although each value by itself is good. Only for netplan*.cpp.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "collectors/network/netplan_grammar.h"

namespace fbd {

/// Of one definition as far as it is known, whoever carries it out.
std::optional<std::string> what_is_wrong_with(const NetplanDefinition& definition);

/// Of all definitions together, and of what their renderers cannot do. Each with the place of the
/// definition.
std::optional<NetplanRefusal> what_is_wrong_with(const NetplanState& state);

}  // namespace fbd
