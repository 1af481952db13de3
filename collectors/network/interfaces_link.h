// Bonds, bridges, VLANs and labels in stanzas of /etc/network/interfaces: mostly options of other
// packages. Only for interfaces*.cpp.
#pragma once

#include "collectors/network/interfaces_text.h"

namespace fbd {

/// Adds what a stanza says about its link to the connection it belongs to.
void read_link(const InterfacesBlock& block, Connection& connection);

/// The words of an option, of all its lines, without those after '#'. '-' and '_' are the same.
std::vector<std::string> option_words(const InterfacesBlock& block, std::string_view option);

}  // namespace fbd
