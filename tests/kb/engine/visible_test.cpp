#include "kb/engine/visible.h"

#include <doctest/doctest.h>

namespace fbd {
namespace {

TEST_CASE("what a terminal would obey is not in visible text") {
  struct Case {
    std::string_view text;
    std::string_view shown;
  };
  const Case cases[] = {
      {"", ""},
      {"plain ~ text", "plain ~ text"},
      {"Gr\xC3\xBC\xC3\x9F"
       "e \xE2\x82\xAC \xF0\x9F\x98\x80",
       "Gr\xC3\xBC\xC3\x9F"
       "e \xE2\x82\xAC \xF0\x9F\x98\x80"},
      {"two\nlines\tand a tab ", "two lines and a tab "},
      {"\x1b[2J", "\uFFFD[2J"},
      {std::string_view("a\0b", 3), "a\uFFFDb"},
      {"\x7f\r\b", "\uFFFD\uFFFD\uFFFD"},
      {"\xC2\x9B"
       "31m",
       "\uFFFD31m"},                       // C1: CSI in one character
      {"\xC2\xA0", "\xC2\xA0"},            // no-break space, the first after C1
      {"\u202Etxt.exe", "\uFFFDtxt.exe"},  // right-to-left override
      {"a\u200Bb\uFEFF\u2028", "a\uFFFDb\uFFFD\uFFFD"},
      {"\xFF\xC3", "\uFFFD\uFFFD"},  // no UTF-8, and a cut sequence
      {"\xC0\x9B", "\uFFFD\uFFFD"},  // overlong ESC
      {"\xE0\x80\x9B", "\uFFFD\uFFFD\uFFFD"},
      {"\xED\xA0\x80", "\uFFFD\uFFFD\uFFFD"},            // a surrogate
      {"\xF4\x90\x80\x80", "\uFFFD\uFFFD\uFFFD\uFFFD"},  // beyond Unicode
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(visible(c.text) == c.shown);
    CHECK(visible(visible(c.text)) == c.shown);
  }
}

}  // namespace
}  // namespace fbd
