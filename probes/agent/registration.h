// Whom an agent is registered with, and whether that is the site's configuration server.
#pragma once

#include <optional>
#include <string>

#include "collectors/evidence/site.h"
#include "collectors/host/agent_config.h"

namespace fbd {

/// An IP address in network byte order (4 or 16 bytes), or nothing if the text is a name.
std::optional<std::string> ip_address(const std::string& text);

/// An agent that says nothing about its stack is of the site's; if that is not known either, it is
/// older than the modernized stack, unless it runs the modernized stack's data mover.
Stack stack_of(const AgentConfig& config, const Site& site);

/// The configuration server's address by the site, if the agent is registered with another one.
/// Only addresses are compared: a name may stand for any of them.
std::optional<std::string> another_server(const AgentConfig& config, const Site& site);

}  // namespace fbd
