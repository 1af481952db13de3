// Reading one file or directory below a root. It may hang in the kernel.
#pragma once

#include <dirent.h>

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "collectors/evidence/result.h"
#include "collectors/transport/descriptor.h"
#include "collectors/transport/root_directory.h"

namespace fbd {

struct FileContent {
  unsigned mode = 0;  // permission bits
  std::string bytes;
};

struct OpenFile {
  Descriptor descriptor;
  unsigned mode = 0;
  std::size_t size = 0;  // as the system says; files that the kernel makes up say 0
};

/// What a mode of stat(2) says a thing is that is no regular file: "a directory".
std::string_view kind_of_mode(unsigned mode);

/// A regular file, for reading; anything else is malformed. Messages do not name the path.
Result<OpenFile> open_file(const RootDirectory& root, const std::string& path);

/// For readdir(3).
using DirectoryStream = std::unique_ptr<DIR, int (*)(DIR*)>;
OrErrno<DirectoryStream> open_directory(const RootDirectory& root, const std::string& path);

/// The bytes of a regular file; anything else is malformed, and so is what is longer than
/// `at_most`. Messages do not name the path: "permission denied".
Result<FileContent> read_file(const RootDirectory& root, const std::string& path,
                              std::size_t at_most);

}  // namespace fbd
