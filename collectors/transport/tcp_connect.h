// TcpConnect.
#pragma once

#include <memory>

#include "collectors/evidence/question.h"
#include "collectors/transport/operation.h"

namespace fbd {

std::unique_ptr<Operation> start_tcp_connect(Means& means, const Terms& terms,
                                             const TcpConnect& request, Done done);

}  // namespace fbd
