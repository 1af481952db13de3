#include <algorithm>
#include <cstddef>
#include <string_view>
#include <vector>

#include "collectors/evidence/text.h"
#include "kb/restore/restore_plan.h"

namespace fbd {
namespace {

/// Beyond this the whole is shown as replaced: the table below grows with the product.
constexpr std::size_t most_lines = 2000;
constexpr std::size_t context_lines = 3;

struct Line {
  char mark;
  std::string_view text;
};

/// The longest common subsequence, the usual table.
std::vector<Line> aligned(const std::vector<std::string_view>& a,
                          const std::vector<std::string_view>& b) {
  std::vector<std::vector<std::size_t>> length(a.size() + 1,
                                               std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = a.size(); i-- > 0;)
    for (std::size_t j = b.size(); j-- > 0;)
      length[i][j] =
          a[i] == b[j] ? length[i + 1][j + 1] + 1 : std::max(length[i + 1][j], length[i][j + 1]);
  std::vector<Line> all;
  std::size_t i = 0, j = 0;
  while (i < a.size() || j < b.size()) {
    if (i < a.size() && j < b.size() && a[i] == b[j]) {
      all.push_back({' ', a[i]});
      ++i, ++j;
    } else if (i < a.size() && (j == b.size() || length[i + 1][j] >= length[i][j + 1])) {
      all.push_back({'-', a[i++]});
    } else {
      all.push_back({'+', b[j++]});
    }
  }
  return all;
}

}  // namespace

std::string line_difference(const std::string& before, const std::string& now) {
  if (before == now) return "";
  const std::vector<std::string_view> a = lines(before), b = lines(now);
  std::vector<Line> all;
  if (a.size() > most_lines || b.size() > most_lines) {
    for (std::string_view line : a) all.push_back({'-', line});
    for (std::string_view line : b) all.push_back({'+', line});
  } else {
    all = aligned(a, b);
  }
  std::vector<bool> shown(all.size(), false);
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].mark == ' ') continue;
    const std::size_t from = i < context_lines ? 0 : i - context_lines;
    for (std::size_t k = from; k < std::min(all.size(), i + context_lines + 1); ++k)
      shown[k] = true;
  }
  std::string text;
  bool gap = false;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!shown[i]) {
      gap = true;
      continue;
    }
    if (gap) text += " ...\n";
    gap = false;
    text += all[i].mark + printable(all[i].text, 400) + "\n";
  }
  return text;
}

}  // namespace fbd
