// What the system says, in the words and kinds of this program.
#pragma once

#include <chrono>
#include <string>

#include "collectors/evidence/result.h"

namespace fbd {

/// "Permission denied" starts a line; ours follow a colon. Abbreviations ("RPC ...") stay.
std::string after_colon(std::string text);

/// The system's own text for an errno: "permission denied".
std::string reason(int error_number);

/// The kind of error that an errno is when it comes from a file system, or from a network.
ErrorKind file_error(int error_number);
ErrorKind network_error(int error_number);

/// "3 s", "250 ms"
std::string in_words(std::chrono::milliseconds time);

}  // namespace fbd
