// The version of this program, as reports and bundles name it. Set by CMake.
#pragma once

#include <string_view>

namespace fbd {

std::string_view program_version();

}  // namespace fbd
