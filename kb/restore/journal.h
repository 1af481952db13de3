// What a restore needs to take back what it did: kept on the disk before anything is changed.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "collectors/evidence/result.h"
#include "kb/restore/restore_plan.h"

namespace fbd {

/// A folder below /var/lib/failback-doctor of the root, with a copy of every file that will be
/// replaced, its mode and owner, and the commands that bring the old configuration up again. It is
/// whole on the disk before the first change, so that whoever finds it can undo everything: this
/// program, its watcher, or the next start after a power cut.
class RestoreJournal {
 public:
  enum class State { open, done, undone };

  /// Copies what the plan would replace. Fails if anything cannot be read or kept.
  static Result<RestoreJournal> begin(const std::filesystem::path& root, const RestorePlan& plan);
  static Result<RestoreJournal> read(const std::filesystem::path& folder);
  /// Those of a root that were neither finished nor undone, oldest first.
  static std::vector<std::filesystem::path> open_ones(const std::filesystem::path& root);

  const std::filesystem::path& folder() const { return folder_; }
  State state() const { return state_; }
  const std::vector<std::string>& after() const { return after_; }
  /// Where the commands' output goes.
  std::filesystem::path log() const { return folder_ / "log"; }

  /// Puts every file back as it was. Can be repeated; goes on after a file that cannot be put back
  /// and then says which. Does not change the state.
  Result<void> undo() const;
  Result<void> mark(State state);

 private:
  struct Copy {
    std::string path;
    std::string name;  // of the copy; empty: there was no file
    std::string link;  // where it led, if it was a link; then there is no copy
    unsigned mode = 0;
    unsigned owner = 0;
    unsigned group = 0;
  };
  Result<void> write() const;

  std::filesystem::path root_, folder_;
  State state_ = State::open;
  std::vector<Copy> copies_;
  std::vector<std::string> after_;
};

}  // namespace fbd
