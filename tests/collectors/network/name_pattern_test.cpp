#include "collectors/network/name_pattern.h"

#include <string>

#include <doctest/doctest.h>

using namespace fbd;

TEST_CASE("shell patterns") {
  struct Case {
    const char* pattern;
    const char* name;
    bool matches;
  };
  const Case cases[] = {
      {"eth0", "eth0", true},
      {"eth0", "eth1", false},
      {"eth0", "eth01", false},
      {"en*", "ens192", true},
      {"en*", "en", true},
      {"en*", "eth0", false},
      {"*", "", true},
      {"", "", true},
      {"", "a", false},
      {"e?h0", "eth0", true},
      {"e?h0", "eh0", false},
      {"*.cfg", "a.cfg.cfg", true},
      {"*a*b*c", "xaybzc", true},
      {"*a*b*c", "xaybzd", false},
      {"eth[0-3]", "eth2", true},
      {"eth[0-3]", "eth4", false},
      {"eth[!0]", "eth1", true},
      {"eth[!0]", "eth0", false},
      {"eth[", "eth[", true},
      {"eth[0", "eth0", false},
      {"[]]", "]", true},
      {"[a-]", "-", true},
      {"ens*", "ENS1", false},
  };
  for (const Case& one : cases) {
    CAPTURE(one.pattern);
    CAPTURE(one.name);
    CHECK(matches(one.pattern, one.name) == one.matches);
  }
  CHECK(is_pattern("en*"));
  CHECK_FALSE(is_pattern("eth0.100"));
}

TEST_CASE("a hostile pattern takes no time") {
  std::string pattern;
  for (int i = 0; i < 100; ++i) pattern += "*a";
  CHECK_FALSE(matches(pattern + "b", std::string(200, 'a')));
  CHECK(matches(std::string(100'000, '*'), std::string(100'000, '*')));
  CHECK_FALSE(matches(std::string(100'000, '*'), std::string(100'000, 'a')));
}
