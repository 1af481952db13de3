// RunCommand.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "collectors/evidence/question.h"
#include "collectors/transport/operation.h"

namespace fbd {

/// Descriptors one command needs of ours.
inline constexpr std::size_t command_descriptors = 6;

/// What an exit status other than 0 says, and of standard error the first line with words: in
/// quotes and behind a comma, or nothing.
ErrorKind kind_of_exit(int status);
std::string first_error(std::string_view errors);

std::unique_ptr<Operation> start_command(Means& means, const Terms& terms,
                                         const RunCommand& request, Done done);

}  // namespace fbd
