// Values in commands: quoted for the shell that reads them, and only where quoting holds.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "probes/finding.h"

namespace fbd {

/// The shells that commands of an article are written for.
enum class Shell { posix, powershell };

/// By the place of a ```run block. Configuration and process servers run Windows Server only.
Shell shell_of(std::string_view where);

/// A {name} of a command that stands where a quoted value would not be one word.
struct UnsafePlace {
  std::string_view name;
  std::size_t offset = 0;  // of its brace
};

/// The names inside quotes, comments, here-documents, arithmetic or after a '$' or '\\'.
std::vector<UnsafePlace> unsafe_places(std::string_view command, Shell shell);

/// The command with its values as single words. A name stays as it is, so that it shows and does no
/// harm, if it has no value, if its value cannot be shown truthfully (control characters), or if
/// its value needs quotes where they do not hold.
std::string filled_command(std::string_view command, const Values& values, Shell shell);

}  // namespace fbd
