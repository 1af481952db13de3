// Ctrl-C and TERM end the asking, not the program: what was found so far is still reported.
#pragma once

#include <memory>
#include <stop_token>

namespace fbd {

/// While it lives, the first SIGINT or SIGTERM requests a stop and the second ends the program.
/// Create it before any other thread, so that all of them leave the signals to it.
class Interrupt {
 public:
  Interrupt();
  ~Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;

  std::stop_token token() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace fbd
