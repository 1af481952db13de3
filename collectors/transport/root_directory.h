// RootDirectory: the directory that the paths of a host begin at.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "collectors/transport/descriptor.h"

namespace fbd {

class RootDirectory {
 public:
  /// `confined`: links that are absolute or climb stay inside, as they would after chroot; that is
  /// what makes the disk of another machine readable. Without it, `path` is this machine's own "/".
  static OrErrno<RootDirectory> at(const std::string& path, bool confined);

  /// Not a directory, but these files by their absolute paths; one without a descriptor may not be
  /// read. Each opening begins at the file's start.
  static RootDirectory of_files(std::map<std::string, Descriptor, std::less<>> files);

  /// `path` begins at this root, whether or not with a '/'. `flags` are those of open(2), without
  /// O_CREAT; the descriptor is close-on-exec.
  OrErrno<Descriptor> open(std::string_view path, int flags) const;

 private:
  RootDirectory(Descriptor directory, bool confined)
      : directory_(std::move(directory)), confined_(confined) {}

  Descriptor directory_;
  bool confined_;
  std::shared_ptr<const std::map<std::string, Descriptor, std::less<>>> files_;
};

/// Opens `path` inside `root` one component after the other, for kernels without openat2(2).
OrErrno<Descriptor> open_by_walking(int root, std::string_view path, int flags);

}  // namespace fbd
