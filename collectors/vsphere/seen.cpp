#include "collectors/vsphere/seen.h"

#include <algorithm>

namespace fbd {

std::string_view SeenStore::text(std::string_view text) {
  if (text.empty()) return {};
  if (text.size() > left_) {
    constexpr std::size_t block = 64U << 10;
    left_ = std::max(block, text.size());
    blocks_.push_back(std::make_unique_for_overwrite<char[]>(left_));  // NOLINT
    free_ = blocks_.back().get();
  }
  char* const begin = free_;
  free_ = std::copy(text.begin(), text.end(), begin);
  left_ -= text.size();
  return {begin, text.size()};
}

const Error* SeenStore::reason(const Error& why) {
  return &reasons_.try_emplace({why.kind, why.message}, why).first->second;
}

}  // namespace fbd
