#include "collectors/host/listing.h"

#include <utility>

namespace fbd {

Result<Listing> read_listing(std::string_view answer) {
  Result<std::vector<TreeEntry>> tree = read_tree(answer);
  if (!tree) return tl::unexpected<Error>(tree.error());
  Listing listing;
  for (TreeEntry& entry : *tree) {
    if (entry.kind != TreeEntry::Kind::error)
      listing.found.push_back(std::move(entry));
    else if (entry.error_kind != ErrorKind::not_found)
      listing.unseen.push_back(std::move(entry.path));
  }
  return listing;
}

}  // namespace fbd
