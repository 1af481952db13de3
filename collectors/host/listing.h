// Which files are there: the answer to list_tree, for facts that only ask that.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "collectors/evidence/result.h"
#include "collectors/evidence/tree.h"

namespace fbd {

struct Listing {
  std::vector<TreeEntry> found;     // files and links
  std::vector<std::string> unseen;  // paths nobody could look at: they may be there or not
};

Result<Listing> read_listing(std::string_view answer);

}  // namespace fbd
