// Parts of a large file, so that several threads can read it.
#pragma once

#include "collectors/logs/scan_logs.h"

namespace fbd {

/// Those lines of a file that the part from `begin` to `end` is responsible for: the first one that
/// begins behind `begin` (the first of the file for 0), and all up to the line that `end` is in.
/// Every line of a file belongs to exactly one of its parts.
Result<ReadBytes> lines_of_part(const LogFile& file, std::uint64_t begin, std::uint64_t end);

/// Whether the lines can be found without reading all before them: neither compressed nor UTF-16.
bool is_plain_text(const LogFile& file);

}  // namespace fbd
