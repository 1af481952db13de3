// How a machine's network was configured when an older bundle was made of it.
#pragma once

#include <span>
#include <string_view>

#include "collectors/network/network_baseline.h"

namespace fbd {

/// Nobody is asked: whoever opens the older bundle records it as the answer to `question`, in the
/// form of a baseline. not_found if no older bundle is given, or if it has nothing about the host.
struct EarlierNetwork {
  static constexpr std::string_view question = "network.earlier";
  static std::span<const Origin<EarlierNetwork>> origins();

  NetworkBaseline network;
};

}  // namespace fbd
