// Changes to the files of a machine, collected, and what its network would be with them.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "kb/restore/restore_plan.h"

namespace fbd {

class FileEdits {
 public:
  /// `files` have to live as long.
  explicit FileEdits(const std::vector<TreeEntry>& files);

  /// As it is after the edits so far; nullptr: it is not there.
  const std::string* text(const std::string& path) const;
  /// Keeps the mode of a file that is there. Nothing if it says that already.
  void write(const std::string& path, std::string content, std::string why, unsigned mode = 0644);
  /// The same content with another mode.
  void set_mode(const std::string& path, unsigned mode, std::string why);
  /// Nothing if it is not there.
  void remove(const std::string& path, std::string why);

  /// In the order in which each file was first touched.
  std::vector<FileChange> changes() const { return changes_; }
  /// Read with the same readers as a live machine's.
  Result<ConfiguredNetwork> network() const;

 private:
  FileChange& change_of(const std::string& path, unsigned mode, std::string why);

  const std::vector<TreeEntry>& files_;
  std::map<std::string, const TreeEntry*> there_;
  std::vector<FileChange> changes_;
};

}  // namespace fbd
