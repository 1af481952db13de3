// Which files globs match, below a root. It may hang in the kernel.
#pragma once

#include <cstddef>
#include <stop_token>
#include <vector>

#include "collectors/evidence/file_list.h"
#include "collectors/evidence/question.h"
#include "collectors/transport/root_directory.h"

namespace fbd {

/// Bounds on one listing. What was not looked at because of them is told by an error entry.
struct ListingLimits {
  std::size_t files = 20'000;
  std::size_t directories = 2'000;
  std::size_t directory_names = 100'000;  // looked at in each
  int depth = 12;                         // below "**"
};

/// The regular files that the globs match, every path once, sorted by bytes within each glob. Links
/// to files count as files, links to directories are followed only where a glob names them.
std::vector<ListedFile> list_files(const RootDirectory& root, const ListFiles& request,
                                   const std::stop_token& abandoned,
                                   const ListingLimits& limits = {});

}  // namespace fbd
