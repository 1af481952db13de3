// Where the tests' data is.
#pragma once

#include <string>

namespace fbd {

/// The directory tests/ of the tree that was built.
std::string tests_directory();

}  // namespace fbd
