// Text for a POSIX shell.
#pragma once

#include <string>
#include <string_view>

namespace fbd {

/// One word, whatever it holds: 'it'\''s'.
std::string as_shell_word(std::string_view text);

}  // namespace fbd
