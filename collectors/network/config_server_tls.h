// What the configuration server's HTTPS port says when a host shakes hands with it.
#pragma once

#include <span>

#include "collectors/evidence/fact.h"
#include "collectors/network/handshake.h"

namespace fbd {

/// That no connection could be made is the fact's error.
struct ConfigServerTls : Handshake {
  static std::span<const Origin<ConfigServerTls>> origins();
};

}  // namespace fbd
