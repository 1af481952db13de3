// Code blocks of an article as a terminal shows them: never wrapped, ready to be copied.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kb/report/report.h"

namespace fbd {

/// The lines of a block with these words after its fence: a line that says what it is for, if it is
/// for something, then its text, indented. None for an empty block that is only to be read.
std::vector<std::string> code_block_lines(std::string_view info, std::string_view text,
                                          const TextStyle& style);

}  // namespace fbd
