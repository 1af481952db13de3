#include "kb/report/wrap.h"

#include <doctest/doctest.h>

namespace fbd {
namespace {

TEST_CASE("text is wrapped at blanks and hangs below its first line") {
  struct Case {
    std::string_view first;
    std::string_view text;
    int columns;
    std::string_view wrapped;
  };
  const Case cases[] = {
      {"- ", "one two three", 9, "- one two\n  three\n"},
      {"", "one  two\nthree", 80, "one two three\n"},
      {"", "https://a-long-address/that-must-stay-whole x", 10,
       "https://a-long-address/that-must-stay-whole\nx\n"},
      {"ab ", "", 10, "ab\n"},
      // Code points count, not bytes.
      {"", "\xC3\xA4\xC3\xA4 \xC3\xB6\xC3\xB6", 5, "\xC3\xA4\xC3\xA4 \xC3\xB6\xC3\xB6\n"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.text);
    CHECK(wrapped(one.first, one.text, one.columns) == one.wrapped);
  }
}

}  // namespace
}  // namespace fbd
