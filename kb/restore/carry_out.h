// Carrying out a restore, so that it ends either with the addresses back or with everything as it
// was.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <string>

#include "kb/restore/journal.h"
#include "kb/restore/restore_plan.h"

namespace fbd {

struct RestoreOptions {
  std::filesystem::path root = "/";
  std::chrono::seconds patience{30};  // until the addresses must be there and their gateways answer
  bool runs_commands = true;          // false for a mounted disk
  std::function<void(const std::string&)> tell;  // every step, as it happens
};

struct RestoreResult {
  bool is_restored = false;
  std::string why_not;  // and then everything was put back, unless this says otherwise
  std::filesystem::path journal;
};

/// A watcher, a process of its own that outlives the session, undoes everything when this process
/// dies or does not come to an end in time: nobody locks himself out. Blocking.
RestoreResult carry_out(const RestorePlan& plan, const RestoreOptions& options);

/// Undoes a restore that nobody ended, after a power cut: files first, then the commands.
Result<void> undo_restore(RestoreJournal journal, bool runs_commands);

}  // namespace fbd
