// Globs for a POSIX shell on another machine.
#pragma once

#include <string>
#include <string_view>

namespace fbd {

/// A glob for the shell: everything but its wildcards is quoted. A '[' that is closed keeps its
/// set, a backslash quotes what follows it.
std::string shell_glob(std::string_view glob);

/// Where a component with wildcards begins, the directories before it are looked at, with a
/// function "look" of the script: one that may not be read matches nothing, and that is worth
/// saying.
std::string look_at_directories(std::string_view glob);

}  // namespace fbd
