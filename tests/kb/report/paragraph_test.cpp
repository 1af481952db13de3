#include "kb/report/paragraph.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

namespace fbd {
namespace {

std::string lines_of(const Paragraph& paragraph, int columns, bool colour = false) {
  return fmt::format("{}", fmt::join(paragraph.lines(columns, colour), "\n"));
}

TEST_CASE("words fill lines") {
  struct Case {
    std::string_view text;
    int columns;
    std::string_view lines;
  };
  const Case cases[] = {
      {"", 10, ""},
      {"  ", 10, ""},
      {"one two three", 7, "one two\nthree"},
      {"one two three", 6, "one\ntwo\nthree"},
      {" one  two ", 80, "one two"},
      {"a verylongword b", 5, "a\nverylongword\nb"},
      {"a\xC3\xA4\xC3\xA4 b\xE2\x82\xAC", 6, "a\xC3\xA4\xC3\xA4 b\xE2\x82\xAC"},  // 6 characters
      {"one", 0, "one"},
      {"one", -5, "one"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    Paragraph paragraph;
    paragraph.add(c.text);
    CHECK(lines_of(paragraph, c.columns) == c.lines);
  }
}

TEST_CASE("looks take no room and end with their text") {
  Paragraph paragraph;
  paragraph.add("one ");
  paragraph.add("two thr", {.bold = true});
  paragraph.add("ee", {.italic = true});
  paragraph.add(".");
  CHECK(lines_of(paragraph, 7) == "one two\nthree.");
  CHECK(lines_of(paragraph, 7, true) ==
        "one \x1b[1mtwo\x1b[0m\n\x1b[1mthr\x1b[0m\x1b[3mee\x1b[0m.");
  CHECK(painted("x", {.bold = true, .italic = true, .code = true}) == "\x1b[1;3;36mx\x1b[0m");
  CHECK(painted("x", {}) == "x");
  CHECK(painted("", {.bold = true}) == "");
}

TEST_CASE("code stays in one line if it fits into one") {
  Paragraph paragraph;
  paragraph.add("run ");
  paragraph.add_unbroken("ls -l /tmp", {.code = true});
  paragraph.add(", then go");
  CHECK(lines_of(paragraph, 30) == "run ls -l /tmp, then go");
  CHECK(lines_of(paragraph, 11) == "run\nls -l /tmp,\nthen go");
  CHECK(lines_of(paragraph, 8) == "run ls\n-l /tmp,\nthen go");
}

TEST_CASE("a broken line is broken") {
  Paragraph paragraph;
  paragraph.add("a");
  paragraph.break_line();
  paragraph.add("b c");
  CHECK(lines_of(paragraph, 80) == "a\nb c");
}

}  // namespace
}  // namespace fbd
