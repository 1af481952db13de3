// The lines of a log that begin in a range of its bytes. It may hang in the kernel.
#pragma once

#include <stop_token>

#include "collectors/evidence/log_lines.h"
#include "collectors/evidence/question.h"
#include "collectors/evidence/result.h"
#include "collectors/transport/root_directory.h"

namespace fbd {

/// A compressed file is not unpacked further than this: nobody knows how much it holds.
inline constexpr std::uint64_t most_unpacked = 256ULL << 20;

/// As it stands there, secrets and all. denied: a file that is never collected, by this name or by
/// the one it really has. A binary file has its form told and no bytes. Messages do not name the
/// path.
Result<LogLines> read_lines(const RootDirectory& root, const ReadLines& request,
                            const std::stop_token& abandoned);

}  // namespace fbd
