// What kind of interface an ifcfg file of SUSE is about, and which others it is made of.
#pragma once

#include <string>
#include <string_view>

#include "collectors/network/connection.h"
#include "collectors/network/suse_settings.h"

namespace fbd {

/// Why wicked does not take a file; no reason: it does.
struct SuseRefusal {
  std::string reason;
  int line = 0;
};

/// Names that wicked takes for an interface: at most 15 letters, digits, '-', '_' and '.'.
bool is_suse_interface_name(std::string_view name);

/// Sets type, ports, parent, VLAN id, MTU, controller and MAC address of the connection.
/// Source: wicked 0.6, client/suse/compat-suse.c, the functions try_*.
SuseRefusal read_suse_link(const SuseSettings& settings, Connection& connection);

}  // namespace fbd
