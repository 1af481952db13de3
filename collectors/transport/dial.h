// Dial: a TCP connection to one address.
#pragma once

#include <chrono>
#include <functional>

#include "collectors/transport/addresses.h"
#include "collectors/transport/descriptor.h"
#include "collectors/transport/event_loop.h"

namespace fbd {

struct DialledSocket {
  Descriptor socket;  // non-blocking
  Address address;
  std::chrono::microseconds took{0};
};

class Dial {
 public:
  /// Never called from within the constructor. It may destroy the Dial. The errno is ETIMEDOUT when
  /// `within` is over.
  using Dialled = std::function<void(OrErrno<DialledSocket>)>;
  Dial(EventLoop& loop, const Address& address, Clock::duration within, Dialled dialled);

 private:
  int begin(EventLoop& loop);
  void connected();
  void finish(OrErrno<DialledSocket> connection);

  Address address_;
  Dialled dialled_;
  Clock::time_point since_;
  Descriptor socket_;
  EventLoop::Watch watch_;
  EventLoop::Timer end_;
};

}  // namespace fbd
