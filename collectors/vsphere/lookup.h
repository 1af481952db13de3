// Finding one of many that are ordered by "ref".
#pragma once

#include <algorithm>
#include <string_view>
#include <vector>

namespace fbd {

template <class T>
const T* by_ref(const std::vector<T>& all, std::string_view ref) {
  const auto found = std::lower_bound(all.begin(), all.end(), ref,
                                      [](const T& one, std::string_view r) { return one.ref < r; });
  return found == all.end() || found->ref != ref ? nullptr : &*found;
}

/// Answers come ordered; one written by hand need not be.
template <class T>
void order_by_ref(std::vector<T>& all) {
  const auto before = [](const T& a, const T& b) { return a.ref < b.ref; };
  if (!std::is_sorted(all.begin(), all.end(), before))
    std::stable_sort(all.begin(), all.end(), before);
}

}  // namespace fbd
