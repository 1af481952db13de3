// Questions to a host that is reached over SSH.
#pragma once

#include <memory>

#include "collectors/evidence/question.h"
#include "collectors/transport/operation.h"
#include "collectors/transport/ssh_host.h"

namespace fbd {

std::unique_ptr<Operation> start_over_ssh(SshHost& host, std::chrono::milliseconds deadline,
                                          const Request& request, Done done);

}  // namespace fbd
