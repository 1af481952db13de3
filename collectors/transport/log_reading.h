// The lines of a log that begin in a range of its bytes. It may hang in the kernel.
#pragma once

#include <stop_token>
#include <string_view>

#include "collectors/evidence/log_lines.h"
#include "collectors/evidence/question.h"
#include "collectors/evidence/result.h"
#include "collectors/transport/root_directory.h"

namespace fbd {

/// A compressed file is not unpacked further than this: nobody knows how much it holds.
inline constexpr std::uint64_t most_unpacked = 256ULL << 20;

/// Why a file of which never_collected() is true is not read.
inline constexpr const char* never_collected_refusal =
    "this is never collected: it is nothing but a secret";

/// "gzip", "xz", "zstd", "bzip2" by how a file begins; "" if it is not compressed.
std::string_view compression_of(std::string_view head);

/// As it stands there, secrets and all. denied: a file that is never collected, by this name or by
/// the one it really has. A binary file has its form told and no bytes. Messages do not name the
/// path.
Result<LogLines> read_lines(const RootDirectory& root, const ReadLines& request,
                            const std::stop_token& abandoned);

}  // namespace fbd
