#include "kb/terminal/agreement.h"

#include <unistd.h>

#include <cstdio>
#include <iostream>
#include <string>

#include <fmt/format.h>

#include "collectors/evidence/text.h"

namespace fbd {

bool is_agreed() {
  fmt::print("\nType \"yes\" to do this: ");
  std::fflush(stdout);
  std::string answer;
  const bool is_yes = std::getline(std::cin, answer) && trimmed(answer) == "yes";
  // A terminal has shown the end of the line; a pipe has not.
  if (isatty(STDIN_FILENO) == 0) fmt::print("\n");
  return is_yes;
}

}  // namespace fbd
