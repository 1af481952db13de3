// GramFilter: finds many short texts in much more text, ignoring ASCII case.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/logs/literal.h"

namespace fbd {

/// Windows of one grid. Looks at one gram of every stride-th place of the text, in a table of bits
/// that fits the first level cache; a window covers exactly one such place, wherever it stands, so
/// each occurrence is met once. Only there is compared.
class GramFilter {
 public:
  /// `grid` is one of `grids`.
  explicit GramFilter(const Grid& grid);

  /// `window` is of grid.window() bytes, in lower case.
  void add(std::string_view window, std::uint32_t owner);
  bool empty() const { return windows_.empty(); }

  struct Hit {
    std::size_t at;  // where the window begins
    std::uint32_t owner;
  };
  /// Appends every occurrence of every window, in the order of the places looked at.
  void find(std::string_view text, std::vector<Hit>& hits) const;

 private:
  static constexpr unsigned table_bits = 17;
  static constexpr std::uint32_t no_entry = 0xFFFF'FFFF;

  struct Entry {
    std::uint64_t gram;
    std::uint32_t window;
    std::uint32_t offset;  // of the gram in the window
    std::uint32_t next;    // of the same hash
  };
  struct WindowOf {
    std::string text;
    std::uint64_t first;  // of eight bytes, and its last ones, as they are compared at first
    std::uint64_t last;
    std::uint32_t owner;
  };

  template <std::size_t stride, class Gram>
  void find_all(std::string_view text, std::vector<Hit>& hits) const;
  template <class Gram>
  void add_grams(std::string_view window);
  template <class Gram>
  void compare(std::string_view text, std::size_t at, Gram gram, std::vector<Hit>& hits) const;

  Grid grid_;
  std::vector<std::uint64_t> bits_;
  std::vector<std::uint32_t> heads_;  // by hash: the first entry
  std::vector<Entry> entries_;
  std::vector<WindowOf> windows_;
};

}  // namespace fbd
