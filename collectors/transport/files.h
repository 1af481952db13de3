// Reading one file below a root. It may hang in the kernel.
#pragma once

#include <cstddef>
#include <string>

#include "collectors/evidence/result.h"
#include "collectors/transport/root_directory.h"

namespace fbd {

struct FileContent {
  unsigned mode = 0;  // permission bits
  std::string bytes;
};

/// The bytes of a regular file; anything else is malformed, and so is what is longer than
/// `at_most`. Messages do not name the path: "permission denied".
Result<FileContent> read_file(const RootDirectory& root, const std::string& path,
                              std::size_t at_most);

}  // namespace fbd
