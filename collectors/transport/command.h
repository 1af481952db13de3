// RunCommand.
#pragma once

#include <memory>

#include "collectors/evidence/question.h"
#include "collectors/transport/operation.h"

namespace fbd {

/// Descriptors one command needs of ours.
inline constexpr std::size_t command_descriptors = 6;

std::unique_ptr<Operation> start_command(Means& means, const Terms& terms,
                                         const RunCommand& request, Done done);

}  // namespace fbd
