// Counting newlines, as fast as memory gives them.
#pragma once

#include <cstdint>
#include <string_view>

namespace fbd {

std::uint64_t count_newlines(std::string_view text);

}  // namespace fbd
