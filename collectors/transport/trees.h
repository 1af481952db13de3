// Reading every file that globs match, below a root. It may hang in the kernel.
#pragma once

#include <cstddef>
#include <stop_token>
#include <vector>

#include "collectors/evidence/question.h"
#include "collectors/evidence/tree.h"
#include "collectors/transport/root_directory.h"

namespace fbd {

/// Bounds on one tree. What is left out because of them is named by an error entry. A glob that
/// matches too much does not take the others' places.
struct TreeLimits {
  std::size_t bytes = 8U << 20;          // of all files together; the smallest are read first
  std::size_t matches = 20'000;          // of one glob
  std::size_t all_matches = 40'000;      // after so many of the globs before it,
  std::size_t late_matches = 256;        // one glob may have no more than these
  std::size_t directories = 4096;        // looked into for one glob
  std::size_t directory_names = 20'000;  // looked at in each of them
};

/// The files that the globs match, secrets removed; in the order of the globs, sorted by bytes
/// within each, every path once. A link gives a link entry, and if it leads to a regular file
/// inside the root, that file's entry under the same path. Directories are left out, except when
/// only names are wanted: they are there, so they are listed, like empty files. What cannot be
/// read, FIFOs and devices among it, gives an error entry. Ends early when `abandoned`.
std::vector<TreeEntry> read_trees(const RootDirectory& root, const ReadTree& request,
                                  const TreeLimits& limits, const std::stop_token& abandoned);

}  // namespace fbd
