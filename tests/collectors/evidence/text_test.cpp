#include "collectors/evidence/text.h"

#include <doctest/doctest.h>

namespace fbd {
namespace {

TEST_CASE("printable makes any bytes fit for one line of a sentence") {
  struct Case {
    std::string_view bytes;
    std::string_view text;
  };
  const Case cases[] = {
      {"plain", "plain"},
      {"two\nlines\t", "two lines"},
      {"\x1b[31mred", " [31mred"},
      {"caf\xC3\xA9", "caf\xC3\xA9"},
      {"caf\xC3", "caf?"},
      {"\xC2\x9B"
       "31m",
       "?31m"},                 // C1 control sequence introducer
      {"\xED\xA0\x80", "???"},  // a surrogate
      {"\xC0\xAF", "??"},       // overlong '/'
      {"\x7F", "?"},
      {std::string_view("a\0b", 3), "a b"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.text);
    CHECK(printable(one.bytes) == one.text);
  }
  CHECK(printable("abcdef", 3) == "abc...");
  CHECK(printable("ab\xC3\xA9", 3) == "ab...");
}

TEST_CASE("nearest finds what was meant, and nothing when nothing is near") {
  const std::string_view known[] = {"role", "address", "reach"};
  CHECK(nearest("rol", known) == "role");
  CHECK(nearest("adress", known) == "address");
  CHECK(nearest("xyzzy", known).empty());
  CHECK(nearest(std::string(100'000, 'x'), known).empty());
  CHECK(did_you_mean("rolle", known) == ", did you mean 'role'?");
  CHECK(did_you_mean("xyzzy", known).empty());
}

TEST_CASE("lines leave out line ends of both kinds") {
  CHECK(lines("a\r\nb\n\nc") == std::vector<std::string_view>{"a", "b", "", "c"});
  CHECK(lines("").empty());
  CHECK(lines("a\n") == std::vector<std::string_view>{"a"});
}

TEST_CASE("a time reads back as it was written") {
  for (const long long seconds : {0LL, 951782400LL, 1795462812LL, 4102444799LL}) {
    const std::chrono::sys_seconds time{std::chrono::seconds{seconds}};
    CAPTURE(seconds);
    CHECK(parse_iso_time(iso_time(time)) == time);
  }
  CHECK(human_time(std::chrono::sys_seconds{std::chrono::seconds{951782400}}) ==
        "2000-02-29 00:00:00 UTC");
}

TEST_CASE("what is no time is not read as one") {
  for (const std::string_view text :
       {"", "2026-11-23", "2026-11-23T19:40:12", "2026-13-01T00:00:00Z", "2026-02-30T00:00:00Z",
        "2026-11-23T24:00:00Z", "2026-11-23T19:60:12Z", "2026-11-23 19:40:12Z",
        "2026-11-23T19:40:12Zx", "-026-11-23T19:40:12Z"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_iso_time(text));
  }
}

}  // namespace
}  // namespace fbd
