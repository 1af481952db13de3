// Whether a host can open the connections it needs, and how fast: one fact for each connection.
#pragma once

#include <span>

#include "collectors/evidence/fact.h"
#include "collectors/network/connects.h"
#include "collectors/network/handshake.h"

namespace fbd {

/// TCP connections of Context::about, an Endpoint::about. A name in Azure is reached through the
/// proxy that the agent would use, if the host has one; then this is the way to the proxy.
struct FlowPort : Connects {
  static std::span<const Origin<FlowPort>> origins();
};

/// A TLS handshake with the far end of Context::about. A peer that does not speak TLS at all shows
/// in the outcome and the greeting.
struct FlowTls : Handshake {
  static std::span<const Origin<FlowTls>> origins();
};

}  // namespace fbd
