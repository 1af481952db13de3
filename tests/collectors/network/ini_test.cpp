#include "collectors/network/ini.h"

#include <doctest/doctest.h>

using namespace fbd;

TEST_CASE("ini: groups and keys") {
  const Ini ini("# top\n\n[a]\n k = v # kept \nk2=\n[b] \t\nk=1\nk=2\n[a]\nk3=x=y\r\nk[de]=z\n");
  CHECK_FALSE(ini.refusal());
  CHECK(ini.value("a", "k") == "v # kept ");
  CHECK(ini.line("a", "k") == 4);
  CHECK(ini.value("b", "k") == "2");
  CHECK(ini.line("b", "k") == 8);
  CHECK(ini.value("a", "k3") == "x=y");
  CHECK(ini.value("c", "k") == "");
  CHECK(ini.line("c", "k") == 0);
  CHECK(ini.has_group("b"));
  CHECK_FALSE(ini.has_group("c"));
  CHECK(ini.groups() == std::vector<std::string>{"a", "b"});
  CHECK(ini.group_line("b") == 6);
  CHECK(ini.entries().size() == 5);
}

TEST_CASE("ini: what GLib refuses") {
  struct Case {
    const char* text;
    int line;
  };
  const Case cases[] = {
      {"[a]\nnothing\n", 2}, {"k=v\n", 1},       {"[a\n", 1},         {"[a] # why\n", 1},
      {"[a]\n[b]c]\n", 2},   {"[]\n", 1},        {"[a[b]\n", 1},      {"[a]\n=v\n", 2},
      {"[a]\n; no\n", 2},    {"[a]\nk]=v\n", 2}, {"[a]\n[k]=v\n", 2}, {"\xEF\xBB\xBF[a]\n", 1},
  };
  for (const Case& one : cases) {
    CAPTURE(one.text);
    REQUIRE(Ini(one.text).refusal());
    CHECK(Ini(one.text).refusal()->line == one.line);
  }
  CHECK_FALSE(Ini("").refusal());
  CHECK_FALSE(Ini("[a]\n; a = key\n").refusal());
}

TEST_CASE("ini: values") {
  CHECK(ini_string("a\\sb\\t\\\\") == "a b\t\\");
  CHECK_FALSE(ini_string("a\\x"));
  CHECK_FALSE(ini_string("a\\"));
  CHECK_FALSE(ini_string("a\\;"));
  CHECK_FALSE(ini_string("\xff"));
  CHECK_FALSE(ini_string("\xed\xa0\x80"));
  CHECK(ini_string("\xc3\xa4") == "\xc3\xa4");
  using List = std::vector<std::string>;
  CHECK(*ini_list("") == List{});
  CHECK(*ini_list("a;b;") == List{"a", "b"});
  CHECK(*ini_list("a;;b") == List{"a", "", "b"});
  CHECK(*ini_list("a\\;b; c") == List{"a;b", " c"});
  CHECK_FALSE(ini_list("a;\\x"));
  CHECK(ini_boolean("true") == true);
  CHECK(ini_boolean("0 ") == false);
  CHECK_FALSE(ini_boolean("no"));
  CHECK_FALSE(ini_boolean("True"));
}
