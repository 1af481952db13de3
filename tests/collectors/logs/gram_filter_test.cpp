#include "collectors/logs/gram_filter.h"

#include <algorithm>
#include <random>
#include <set>

#include <doctest/doctest.h>

#include "collectors/logs/newlines.h"

namespace fbd {
namespace {

using Found = std::multiset<std::pair<std::size_t, std::uint32_t>>;

Found slowly(const std::vector<std::string>& windows, std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
  Found found;
  for (std::uint32_t i = 0; i < windows.size(); ++i)
    for (std::size_t at = text.find(windows[i]); at != text.npos;
         at = text.find(windows[i], at + 1))
      found.emplace(at, i);
  return found;
}

TEST_CASE("every occurrence is found once, as a slow search finds it") {
  std::mt19937 random(7);
  for (const Grid& grid : grids)
    for (int round = 0; round < 60; ++round) {
      // Few letters, so that windows occur and overlap; all bytes now and then.
      const auto letter = [&](bool any) {
        return any ? static_cast<char>(random() & 0xFFU) : "abAB@ "[random() % 6];
      };
      const bool any = round % 10 == 9;
      std::vector<std::string> windows;
      GramFilter filter(grid);
      for (std::uint32_t i = 0; i < 1 + random() % 50; ++i) {
        std::string window;
        while (window.size() < grid.window()) {
          const char c = letter(any);
          window += c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
        }
        filter.add(window, i);
        windows.push_back(std::move(window));
      }
      std::string text;
      const std::size_t length = random() % 3000;
      while (text.size() < length) {
        if (random() % 20 == 0) text += windows[random() % windows.size()];
        text += letter(any);
      }
      std::vector<GramFilter::Hit> hits;
      filter.find(text, hits);
      Found found;
      for (const GramFilter::Hit& hit : hits) found.emplace(hit.at, hit.owner);
      CAPTURE(grid.stride);
      CAPTURE(grid.gram);
      CAPTURE(round);
      REQUIRE(found == slowly(windows, text));
    }
}

TEST_CASE("newlines are counted in texts of every length") {
  std::mt19937 random(3);
  for (std::size_t length = 0; length < 300; ++length) {
    std::string text;
    while (text.size() < length) text += "\nab\r"[random() % 4];
    CHECK(count_newlines(text) ==
          static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n')));
  }
  CHECK(count_newlines(std::string(1'000'000, '\n')) == 1'000'000);
}

}  // namespace
}  // namespace fbd
