#include "collectors/network/shell_settings.h"

#include <doctest/doctest.h>

using namespace fbd;

TEST_CASE("one line: what both kinds of readers agree about, and what they do not") {
  struct Case {
    const char* line;
    const char* value;  // of A, if there is no doubt about it
    bool doubt;         // about A or about the whole file
  };
  const Case cases[] = {
      {"A=dhcp", "dhcp", false},
      {"  A=dhcp  ", "dhcp", false},
      {"A=", "", false},
      {"A=''", "", false},
      {"A='d h'", "d h", false},
      {"A=\"d h\"", "d h", false},
      {"A=$'dhcp'", "dhcp", false},
      {"A=d'h'\"c\"p", "dhcp", false},
      {"A=dhcp # why", "dhcp", false},
      {"A=dhcp;", "dhcp", false},
      {"A=dhcp ; # why", "dhcp", false},
      {"A=dhcp#x", "dhcp#x", false},
      {"A=\"a\\\"b\"", "a\"b", false},
      {"A=a\\ b", "a b", false},
      {"#A=dhcp", "", false},
      {"A = dhcp", "", false},
      {"A=1\nA=2", "2", false},
      {"A=dhcp B=1", "", true},
      {"A=dhcp; B=1", "", true},
      {"B=1; A=dhcp", "", true},
      {"B=1 A=dhcp", "", true},
      {"export A=dhcp", "", true},
      {"A=$X", "", true},
      {"A=\"$X\"", "", true},
      {"A=$(cmd)", "", true},
      {"A=`cmd`", "", true},
      {"A=~", "", true},
      {"A=a|b", "", true},
      {"A=$'\\x41'", "", true},
      {"A=\"open", "", true},
      {"A='open", "", true},
      {"A=a\\", "", true},
      // What is left open on one line takes the next ones with it.
      {"A = 'open\nA=dhcp", "", true},
      {"B=x 'open\nA=dhcp", "", true},
      {"B=$(cmd\nA=dhcp", "", true},
      {"B=1;;\nA=dhcp", "", true},
      {"A = x; export A=dhcp", "", true},
      {"B= A=dhcp\r", "", true},
      {"B=$X\nA=dhcp", "dhcp", false},
      {". /etc/network.sh", "", true},
      {"source /etc/network.sh", "", true},
      {"if true; then A=1; fi", "", true},
  };
  for (const Case& one : cases) {
    CAPTURE(one.line);
    const ShellSettings read = read_shell_settings(one.line, false);
    bool doubt = false;
    for (const auto& each : read.doubts) doubt = doubt || each.name.empty() || each.name == "A";
    CHECK(doubt == one.doubt);
    if (!one.doubt) CHECK(read.value("A") == one.value);
  }
}

TEST_CASE("DOS line ends are doubtful where a shell reads the file") {
  const ShellSettings shell = read_shell_settings("A=dhcp\r\n#\r\n\r\n", false);
  REQUIRE(shell.doubts.size() == 1);
  CHECK(shell.doubts[0].name == "A");
  CHECK(shell.doubts[0].line == 1);
  const ShellSettings wicked = read_shell_settings("A=dhcp\r\nB='x'\r\n", true);
  CHECK(wicked.doubts.empty());
  CHECK(wicked.value("A") == "dhcp");
  CHECK(wicked.value("B") == "x");
}

TEST_CASE("lines are counted") {
  const ShellSettings read = read_shell_settings("# top\n\nA=1\nB=2", false);
  CHECK(read.line("A") == 3);
  CHECK(read.line("B") == 4);
  CHECK(read.line("C") == 0);
  CHECK(read.value("C") == "");
}
