#include "collectors/logs/newlines.h"

#include <algorithm>
#include <cstring>

namespace fbd {
namespace {

/// Sixteen bytes at once, on every processor that compilers know vectors of.
using Vector = std::uint8_t __attribute__((vector_size(16)));
using Signed = std::int8_t __attribute__((vector_size(16)));

/// A byte of a sum holds this many additions of one.
constexpr std::size_t most_rounds = 255;

std::uint64_t sum_of(const Vector& counts) {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < sizeof counts; ++i) sum += counts[i];
  return sum;
}

}  // namespace

std::uint64_t count_newlines(std::string_view text) {
  constexpr std::size_t at_once = 2 * sizeof(Vector);
  std::uint64_t count = 0;
  while (text.size() >= at_once) {
    const std::size_t rounds = std::min(text.size() / at_once, most_rounds);
    Vector one{};
    Vector two{};
    for (std::size_t i = 0; i < rounds; ++i) {
      Vector bytes;
      Vector more;
      std::memcpy(&bytes, text.data() + i * at_once, sizeof bytes);
      std::memcpy(&more, text.data() + i * at_once + sizeof bytes, sizeof more);
      // A comparison gives -1 where it holds.
      one -= (Vector)(Signed)(bytes == '\n');
      two -= (Vector)(Signed)(more == '\n');
    }
    count += sum_of(one) + sum_of(two);
    text.remove_prefix(rounds * at_once);
  }
  return count + static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n'));
}

}  // namespace fbd
