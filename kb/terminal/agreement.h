// The typed yes, without which nothing is changed.
#pragma once

namespace fbd {

/// Asks for it on the terminal, or takes the next line of a pipe. Anything but "yes" is no.
bool is_agreed();

}  // namespace fbd
