// The largest packet that gets through to the far end of a connection.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "collectors/evidence/fact.h"

namespace fbd {

/// Pings of several sizes that routers must not split. A far end that answers no ping at all is
/// not_found: a firewall that blocks ping says nothing about TCP.
struct FlowPath {
  static std::span<const Origin<FlowPath>> origins();

  int largest_mtu = 0;                   // of the packets that were answered, with their headers
  std::optional<int> smallest_lost_mtu;  // of those that vanished without a word
  /// What a router or the own interface said it can carry; a connection learns of it and copes.
  std::optional<int> told_mtu;

  /// Larger packets vanish, and nobody tells the sender: connections open and then stall.
  bool black_hole() const { return smallest_lost_mtu.has_value() && !told_mtu; }
};

/// {"largest_mtu", "smallest_lost_mtu", "told_mtu", "black_hole"}; what is absent is null.
std::string to_json(const FlowPath& fact);

}  // namespace fbd
