// Reading every file that globs match, below a root. It may hang in the kernel.
#pragma once

#include <cstddef>
#include <stop_token>
#include <vector>

#include "collectors/evidence/question.h"
#include "collectors/evidence/tree.h"
#include "collectors/transport/root_directory.h"

namespace fbd {

/// Bounds on one tree. What is left out because of them is named by an error entry.
struct TreeLimits {
  std::size_t bytes = 8U << 20;  // of all files together
  std::size_t matches = 4096;
  std::size_t directories = 4096;        // looked into
  std::size_t directory_names = 20'000;  // looked at in each of them
};

/// The files that the globs match, secrets removed; in the order of the globs, sorted by bytes
/// within each, every path once. A link gives a link entry, and if it leads to a regular file
/// inside the root, that file's entry under the same path. Directories, FIFOs and the like are left
/// out, except when only names are wanted: they are there, so they are listed, like empty files.
/// A file or directory that cannot be read gives an error entry. Ends early when `abandoned`.
std::vector<TreeEntry> read_trees(const RootDirectory& root, const ReadTree& request,
                                  const TreeLimits& limits, const std::stop_token& abandoned);

}  // namespace fbd
