#include "collectors/logs/gram_filter.h"

#include <algorithm>
#include <cassert>
#include <cstring>

namespace fbd {
namespace {

constexpr unsigned head_bits = 12;

/// Four or eight bytes of text without the bit that makes the case of a letter. Others are confused
/// by it as well, which only costs a comparison.
template <class Gram>
Gram gram_at(const char* text) {
  Gram gram = 0;
  std::memcpy(&gram, text, sizeof gram);
  return gram | static_cast<Gram>(0x2020'2020'2020'2020U);
}

/// Likewise of a window: its first or last eight bytes, or fewer if it has fewer.
std::uint64_t bytes_at(const char* text, std::size_t bytes) {
  std::uint64_t word = 0;
  std::memcpy(&word, text, std::min(bytes, sizeof word));
  return word | 0x2020'2020'2020'2020U;
}

/// Fibonacci hashing: the upper bits depend on all bytes.
std::uint32_t hash(std::uint32_t gram, unsigned bits) {
  return (gram * 0x9E37'79B1U) >> (32 - bits);
}
std::uint32_t hash(std::uint64_t gram, unsigned bits) {
  return static_cast<std::uint32_t>((gram * 0x9E37'79B9'7F4A'7C15U) >> (64 - bits));
}

bool same_but_case(std::string_view text, std::string_view lower) {
  for (std::size_t i = 0; i < lower.size(); ++i) {
    const char c = text[i];
    const char folded = c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
    if (folded != lower[i]) return false;
  }
  return true;
}

}  // namespace

GramFilter::GramFilter(const Grid& grid)
    : grid_(grid),
      bits_((std::size_t{1} << table_bits) / 64),
      heads_(std::size_t{1} << head_bits, no_entry) {
  assert(std::find(grids.begin(), grids.end(), grid) != grids.end());
}

void GramFilter::add(std::string_view window, std::uint32_t owner) {
  assert(window.size() == grid_.window());
  const std::size_t some = std::min(window.size(), sizeof(std::uint64_t));
  windows_.push_back({std::string(window), bytes_at(window.data(), some),
                      bytes_at(window.data() + window.size() - some, some), owner});
  if (grid_.gram == 8)
    add_grams<std::uint64_t>(window);
  else
    add_grams<std::uint32_t>(window);
}

/// Of the last of `windows_`.
template <class Gram>
void GramFilter::add_grams(std::string_view window) {
  const auto number = static_cast<std::uint32_t>(windows_.size() - 1);
  for (std::uint32_t offset = 0; offset < grid_.stride; ++offset) {
    const auto gram = gram_at<Gram>(window.data() + offset);
    const std::uint32_t bit = hash(gram, table_bits);
    bits_[bit / 64] |= std::uint64_t{1} << (bit % 64);
    std::uint32_t& head = heads_[hash(gram, head_bits)];
    entries_.push_back({gram, number, offset, head});
    head = static_cast<std::uint32_t>(entries_.size() - 1);
  }
}

template <class Gram>
void GramFilter::compare(std::string_view text, std::size_t at, Gram gram,
                         std::vector<Hit>& hits) const {
  const std::size_t length = grid_.window();
  const std::size_t some = std::min(length, sizeof(std::uint64_t));
  for (std::uint32_t i = heads_[hash(gram, head_bits)]; i != no_entry; i = entries_[i].next) {
    const Entry& entry = entries_[i];
    if (entry.gram != gram || entry.offset > at) continue;
    const WindowOf& window = windows_[entry.window];
    const std::size_t begin = at - entry.offset;
    if (begin + length > text.size()) continue;
    const char* const place = text.data() + begin;
    if (bytes_at(place, some) == window.first &&
        bytes_at(place + length - some, some) == window.last &&
        same_but_case(text.substr(begin), window.text))
      hits.push_back({begin, window.owner});
  }
}

template <std::size_t stride, class Gram>
void GramFilter::find_all(std::string_view text, std::vector<Hit>& hits) const {
  const char* const data = text.data();
  const std::uint64_t* const bits = bits_.data();
  const auto bit_of = [bits](Gram gram) {
    const std::uint32_t bit = hash(gram, table_bits);
    return bits[bit / 64] >> (bit % 64);
  };
  constexpr std::size_t step = 8 * stride;
  std::size_t at = 0;
  for (; at + step + sizeof(Gram) <= text.size(); at += step) {
    std::uint64_t any = 0;
    for (std::size_t i = 0; i < 8; ++i) any |= bit_of(gram_at<Gram>(data + at + i * stride));
    if ((any & 1U) == 0) continue;
    for (std::size_t i = 0; i < 8; ++i)
      if (const auto gram = gram_at<Gram>(data + at + i * stride); (bit_of(gram) & 1U) != 0)
        compare(text, at + i * stride, gram, hits);
  }
  for (; at + sizeof(Gram) <= text.size(); at += stride)
    if (const auto gram = gram_at<Gram>(data + at); (bit_of(gram) & 1U) != 0)
      compare(text, at, gram, hits);
}

void GramFilter::find(std::string_view text, std::vector<Hit>& hits) const {
  if (empty()) return;
  if (grid_ == Grid{8, 8})
    find_all<8, std::uint64_t>(text, hits);
  else if (grid_ == Grid{8, 4})
    find_all<8, std::uint32_t>(text, hits);
  else if (grid_ == Grid{4, 4})
    find_all<4, std::uint32_t>(text, hits);
  else
    find_all<1, std::uint32_t>(text, hits);
}

}  // namespace fbd
