#include "collectors/host/key_values.h"

#include <doctest/doctest.h>

using namespace fbd;

TEST_CASE("keys are found in their section, whatever their case, and the last one counts") {
  const KeyValues values = key_values("a=0\n[One]\na=1\nA = 2\n[two]\na=3\n[ONE]\nb=4\n");
  CHECK(values.find("", "a") == "0");
  CHECK(values.find("one", "a") == "2");
  CHECK(values.find("two", "a") == "3");
  CHECK(values.find("One", "b") == "4");
  CHECK(values.find("two", "b") == std::nullopt);
  CHECK(values.has_section("oNe"));
  CHECK_FALSE(values.has_section(""));
  CHECK_FALSE(values.has_section("three"));
  CHECK(values.open_section_line == 0);
}

TEST_CASE("an empty value is there, an absent one is not") {
  const KeyValues values = key_values("a=\nb\n=c\n");
  CHECK(values.find("", "a") == "");
  CHECK(values.find("", "b") == std::nullopt);
  CHECK(values.find("", "") == "c");
  CHECK(values.all.size() == 2);
}

TEST_CASE("comments start a line, and nothing else") {
  const KeyValues values = key_values("# a=1\n  ; b=2\nc=3 # d ; e\nf=g=h\n");
  CHECK(values.find("", "a") == std::nullopt);
  CHECK(values.find("", "b") == std::nullopt);
  CHECK(values.find("", "c") == "3 # d ; e");
  CHECK(values.find("", "f") == "g=h");
}

TEST_CASE("byte order mark, CRLF and blanks are no part of anything") {
  const KeyValues values = key_values("\xEF\xBB\xBF[ s ] x\r\n\ta \t=\t b c \r\n\r\n");
  CHECK(values.find("s", "a") == "b c");
}

TEST_CASE("a section that is not ended is told, and its keys belong to none") {
  const KeyValues values = key_values("[a]\nx=1\n[b\nx=2\n[\n");
  CHECK(values.open_section_line == 3);
  CHECK(values.find("a", "x") == "1");
  CHECK(values.find("b", "x") == std::nullopt);
  CHECK(values.find("", "x") == "2");
}

TEST_CASE("a value is fit to be shown") {
  CHECK(key_values("a=x\x1b[31m\xff\n").find("", "a") == "x [31m?");
}

TEST_CASE("quotes are read as a shell reads them") {
  struct Case {
    std::string_view value, text;
  };
  const Case cases[] = {
      {"", ""},           {"a b", "a b"},     {"\"a b\"", "a b"}, {"'a b'", "a b"},
      {"\"", "\""},       {"\"\"", ""},       {"\"a'", "\"a'"},   {R"("a\"b\\c\n")", "a\"b\\c\\n"},
      {"'a\\b'", "a\\b"}, {"\"a\\\"", "a\\"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.value);
    CHECK(unquoted(one.value) == one.text);
  }
}
