// Connect: from a name and a port to a TCP connection.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/evidence/result.h"
#include "collectors/transport/addresses.h"
#include "collectors/transport/budget.h"
#include "collectors/transport/dial.h"
#include "collectors/transport/operation.h"

namespace fbd {

/// Looks the name up and tries its addresses in order, each with a fair share of what is left of
/// the budget, which runs from the moment the host or its name server is asked.
class Connect {
 public:
  /// The error names who asked, what was dialled and what came back, for every address.
  using Connected = std::function<void(Result<DialledSocket>)>;
  Connect(Means& means, std::string asked, std::string host, std::uint16_t port, Budget& budget,
          Connected connected);

  /// How long the name server took; nullopt where an address was dialled.
  std::optional<Clock::duration> lookup_took() const { return lookup_took_; }

 private:
  void look_up_name();
  void looked_up(Result<std::vector<Address>> addresses);
  void dial_next();
  void dialled(OrErrno<DialledSocket> connection, Clock::duration share);
  void give_up();
  void fail(ErrorKind kind, std::string_view target, std::string_view why);

  Means& means_;
  const std::string asked_;
  const std::string host_;
  const std::uint16_t port_;
  Budget& budget_;
  Connected connected_;
  Clock::time_point asked_since_{};
  std::optional<Clock::duration> lookup_took_;
  std::vector<Address> addresses_;
  std::vector<Error> failures_;  // of the addresses that were tried
  BlockingCalls::Call call_;
  EventLoop::Timer deadline_;  // of the look-up
  std::optional<Dial> dial_;
};

}  // namespace fbd
