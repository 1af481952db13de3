// SshRoad: a connection to a host that only other hosts get to, through these (ProxyJump).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "collectors/transport/budget.h"
#include "collectors/transport/ssh_forward.h"
#include "collectors/transport/ssh_opening.h"
#include "collectors/transport/ssh_target.h"

namespace fbd {

/// Opens a connection of its own to the last hop, so that a host that lets a hop wait (its channels
/// open one after the other) keeps nobody else from going through. Every hop's key is verified and
/// every hop is logged in to; what goes through is SSH again, which no hop can read.
class SshRoad {
 public:
  /// Called once, by the loop, with a socket that stays connected as long as the road is there.
  using Ready = std::function<void(Result<Descriptor>)>;
  /// `hops` in the order in which they are passed: at least one. Connecting from the last hop runs
  /// on `budget`; logging in to it has a deadline of its own, for that is another host's time.
  SshRoad(Means& means, const Terms& terms, SshHops hops, std::string address, std::uint16_t port,
          Budget& budget, Ready ready);

 private:
  void opened(SshOpening::Opened result);
  void connect();
  void finish(Result<Descriptor> socket);

  Means& means_;
  const std::string who_;
  const SshHops hops_;
  const std::string address_;
  const std::uint16_t port_;
  Budget& budget_;
  Ready ready_;
  std::unique_ptr<SshRoad> before_;
  std::unique_ptr<SshLink> link_;
  std::unique_ptr<SshForward> forward_;
  std::unique_ptr<SshOpening> opening_;
  EventLoop::Timer end_;
  EventLoop::Timer soon_;
};

}  // namespace fbd
