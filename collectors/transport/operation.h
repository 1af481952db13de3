// What all that carries out questions has in common.
#pragma once

#include <chrono>
#include <functional>
#include <string>

#include "collectors/evidence/result.h"
#include "collectors/transport/blocking.h"
#include "collectors/transport/event_loop.h"
#include "collectors/transport/gate.h"
#include "collectors/transport/live_source.h"

namespace fbd {

class HttpClient;
class TlsClient;

/// One question being carried out. Whoever destroys it cuts it short.
class Operation {
 public:
  Operation() = default;
  Operation(const Operation&) = delete;
  Operation& operator=(const Operation&) = delete;
  virtual ~Operation() = default;
};

/// Called once with the answer and the time it took, waiting in our own lines not counted. It must
/// not destroy the operation: that has to wait for the loop's next round.
using Done = std::function<void(Result<std::string> answer, Clock::duration took)>;

/// What operations share.
struct Means {
  EventLoop& loop;
  BlockingCalls& blocking;
  Gate& handshakes;
  Gate& talks;   // over TLS, after the handshake
  Gate& logins;  // over SSH
  TlsClient& tls;
  HttpClient& http;
  const LiveLimits& limits;
};

/// Who asks, and for how long.
struct Terms {
  std::string host;  // that is asked, for messages
  std::chrono::milliseconds deadline;
};

}  // namespace fbd
