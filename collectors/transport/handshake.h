// TlsHandshake.
#pragma once

#include <memory>

#include "collectors/evidence/question.h"
#include "collectors/transport/operation.h"

namespace fbd {

/// Connects within the deadline, waits for its turn, and shakes hands within the deadline again:
/// TLS costs CPU on both sides, so on a busy machine a healthy peer's handshake can take far longer
/// than its connection, and one clock over both would call it dead.
std::unique_ptr<Operation> start_handshake(Means& means, const Terms& terms,
                                           const TlsHandshake& request, Done done);

}  // namespace fbd
