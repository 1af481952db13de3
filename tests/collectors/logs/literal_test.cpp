#include "collectors/logs/literal.h"

#include <doctest/doctest.h>

namespace fbd {
namespace {

using Runs = std::vector<std::string>;

TEST_CASE("what every match of a pattern holds") {
  const struct {
    const char* pattern;
    Runs runs;
  } cases[] = {
      {"Agent registration has failed\\.", {"agent registration has failed."}},
      {"post request: \\(7\\)", {"post request: (7)"}},
      {"ab?c", {"a", "c"}},
      {"ab*c", {"a", "c"}},
      {"ab+c", {"ab", "c"}},
      {"ab{0,2}c", {"a", "c"}},
      {"ab{2}c", {"ab", "c"}},
      {"a{b", {"a{b"}},
      {"a.b[xyz]c", {"a", "b", "c"}},
      {"a[]x]b", {"a", "b"}},
      {"a[^]]b", {"a", "b"}},
      {"a[[:alpha:]]b", {"a", "b"}},
      {"a[\\]]b", {"a", "b"}},
      {"one(two)three", {"one", "two", "three"}},
      {"one(two)?three", {"one", "three"}},
      {"one(two)*?three", {"one", "three"}},
      {"one(two|2)three", {"one", "three"}},
      {"one(?P<x>two\\d+)three", {"one", "two", "three"}},
      {"one(?:two)three", {"one", "two", "three"}},
      {"one(?i)two", {"one", "two"}},
      {"one|two", {}},
      {"code \\w+ failed$", {"code ", " failed"}},
      // Not understood: nothing is called required.
      {"one\\x41two", {}},
      {"\\Qone\\E", {}},
      {"one(two", {}},
      {"one)two", {}},
      {"one[two", {}},
      {"\xC3\xA4rger", {"rger"}},
  };
  for (const auto& one : cases) {
    CAPTURE(one.pattern);
    CHECK(required_literals(one.pattern) == one.runs);
  }
}

TEST_CASE("the rarest window belongs to the fastest grid that fits") {
  CHECK(rarest_window({}).text.empty());
  CHECK(rarest_window({"abc"}).text.empty());
  CHECK(rarest_window({"abcd"}).grid == Grid{1, 4});
  CHECK(rarest_window({"abcdefg"}).grid == Grid{4, 4});
  CHECK(rarest_window({"abcdefghijk"}).grid == Grid{8, 4});
  CHECK(rarest_window({"abcdefghijklmno"}).grid == Grid{8, 8});
  CHECK(rarest_window({"abcdefghijk"}).text == "abcdefghijk");
  // "tion" is everywhere, "vmx3" is not.
  CHECK(rarest_window({"tion", "vmx3"}).text == "vmx3");
}

}  // namespace
}  // namespace fbd
