#include <string>

#include <doctest/doctest.h>

#include "kb/restore/restore_plan.h"

using namespace fbd;

TEST_CASE("a difference shows what goes, what comes, and a little around it") {
  CHECK(line_difference("a\nb\n", "a\nb\n").empty());
  CHECK(line_difference("", "a\n") == "+a\n");
  CHECK(line_difference("a\n", "") == "-a\n");
  CHECK(line_difference("a\nb\nc\n", "a\nx\nc\n") == " a\n-b\n+x\n c\n");
  CHECK(line_difference("1\n2\n3\n4\n5\n6\n", "1\n2\n3\n4\n5\n7\n") ==
        " ...\n 3\n 4\n 5\n-6\n+7\n");
}

TEST_CASE("a file of many lines is shown as replaced, in bounded time") {
  std::string before, now;
  for (int i = 0; i < 5000; ++i) {
    before += "a\n";
    now += "b\n";
  }
  const std::string shown = line_difference(before, now);
  CHECK(shown.starts_with("-a\n"));
  CHECK(shown.ends_with("+b\n"));
}
