// A word that nobody can guess.
#pragma once

#include <cstddef>
#include <string>

namespace fbd {

/// So many random bytes of the kernel, as lower-case hex digits.
std::string new_nonce(std::size_t bytes);

}  // namespace fbd
