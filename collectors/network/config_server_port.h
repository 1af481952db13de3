// Whether a host can open a TCP connection to the configuration server's HTTPS port, and how fast.
#pragma once

#include <span>

#include "collectors/evidence/fact.h"
#include "collectors/network/connects.h"

namespace fbd {

/// Several connections one after the other. That none could be made is the fact's error.
struct ConfigServerPort : Connects {
  static std::span<const Origin<ConfigServerPort>> origins();
};

}  // namespace fbd
