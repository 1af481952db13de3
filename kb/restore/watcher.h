// The process that undoes a restore when nobody else can.
#pragma once

#include <chrono>

#include "kb/restore/journal.h"

namespace fbd {

/// Lives from construction until told. If this process dies, or `at_most` passes, it undoes what
/// the journal says and runs its commands.
class Watcher {
 public:
  Watcher(const RestoreJournal& journal, std::chrono::seconds at_most);
  ~Watcher();
  Watcher(const Watcher&) = delete;
  Watcher& operator=(const Watcher&) = delete;

  bool is_there() const { return pipe_ >= 0; }
  /// The restore has ended, well or not, and nothing is left to do.
  void dismiss();

 private:
  int pipe_ = -1;
  int child_ = -1;
};

}  // namespace fbd
