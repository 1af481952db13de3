#include "collectors/transport/shell_text.h"

namespace fbd {

std::string as_shell_word(std::string_view text) {
  std::string quoted = "'";
  for (const char c : text) {
    if (c == '\'')
      quoted += "'\\''";
    else
      quoted += c;
  }
  return quoted + "'";
}

}  // namespace fbd
