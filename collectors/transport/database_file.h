// DatabaseFile: a file too long to be read whole, on a disk that may be hostile.
#pragma once

#include <cstdint>
#include <span>
#include <stop_token>
#include <string>

#include "collectors/evidence/result.h"
#include "collectors/transport/descriptor.h"
#include "collectors/transport/root_directory.h"

namespace fbd {

/// Read piece by piece and never mapped: a file that is cut short meanwhile, or a bad block, is an
/// error and no signal. What leads a reader in circles ends: it may read only so much in all.
class DatabaseFile {
 public:
  /// Reading ends when `abandoned`.
  static Result<DatabaseFile> open(const RootDirectory& root, const std::string& path,
                                   std::stop_token abandoned);

  std::uint64_t size() const { return size_; }
  /// Tells the same file under another path.
  bool is_same_as(const DatabaseFile& other) const {
    return device_ == other.device_ && inode_ == other.inode_;
  }
  bool is_abandoned() const { return abandoned_.stop_requested(); }

  /// Fills `into` with the bytes from `offset` on; malformed if the file has not so many.
  Result<void> read(std::uint64_t offset, std::span<char> into);

 private:
  Descriptor descriptor_;
  std::uint64_t size_ = 0;
  std::uint64_t device_ = 0;
  std::uint64_t inode_ = 0;
  std::uint64_t may_read_ = 0;
  std::stop_token abandoned_;
};

}  // namespace fbd
