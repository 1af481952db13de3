// Child: a shell of ours, started cleanly and ended surely.
#pragma once

#include <sys/types.h>

#include <string>

#include "collectors/transport/descriptor.h"

namespace fbd {

/// Whoever destroys it ends it and everything in its process group, at once and without waiting;
/// end_orphans() reaps it.
class Child {
 public:
  /// Runs `/bin/sh -c script` in a session of its own: no terminal, standard input empty, in "/",
  /// with a fixed environment, default signals, and no descriptor of ours.
  static OrErrno<Child> start_shell(const std::string& script);

  Child(Child&& other) noexcept;
  Child& operator=(Child&&) = delete;
  ~Child() { end(); }

  int output() const { return output_.fd(); }    // non-blocking
  int errors() const { return errors_.fd(); }    // non-blocking
  int process() const { return process_.fd(); }  // readable once the shell has exited

  /// How it exited, as siginfo_t tells it.
  struct Exit {
    bool by_signal = false;
    int number = 0;  // of the status or the signal
  };
  Exit exit() const;
  void end();

 private:
  Child() = default;
  pid_t pid_ = 0;
  Descriptor process_;
  Descriptor output_;
  Descriptor errors_;
};

}  // namespace fbd
