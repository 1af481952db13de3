#include "kb/report/code_block_lines.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

namespace fbd {
namespace {

std::string shown(std::string_view info, std::string_view text, const TextStyle& style = {}) {
  return fmt::format("{}", fmt::join(code_block_lines(info, text, style), "\n"));
}

TEST_CASE("what a block is for, and its text") {
  struct Case {
    std::string_view info;
    std::string_view text;
    std::string_view shown;
  };
  const Case cases[] = {
      {"", "", ""},
      {"text", "a\n\n  b\n", "    a\n\n      b"},
      {"run admin", "ls\n", "on your own machine:\n    $ ls"},
      {"run here", "ls\n", "on the machine itself:\n    $ ls"},
      {"run web01", "ls\n", "on web01:\n    $ ls"},
      {"run esxi", "ls\n", "on esx1 (ESXi host):\n    $ ls"},
      {"run", "ls\n", "    ls"},
      {"write esxi /a b", "x\n", "write /a b on esx1 (ESXi host):\n    x"},
      {"check a.b", "", "check again: fd --probe a.b"},
      {"check all", "", "check again: fd"},
      {"check a.b", "a note\n", "check again: fd --probe a.b\n    a note"},
      {"run x", "a \\\nb\nif c; then\n  d\nfi | e\n\n{\nf\n}\ndone_not\n",
       "on x:\n    $ a \\\n      b\n    $ if c; then\n        d\n      fi | e\n\n    $ {\n    $ f\n"
       "      }\n    $ done_not"},
      {"text", "\x1b[2J\n", "    \uFFFD[2J"},
  };
  TextStyle style;
  style.again = "fd";
  style.places["esxi"] = "esx1 (ESXi host)";
  for (const Case& c : cases) {
    CAPTURE(c.info);
    CHECK(shown(c.info, c.text, style) == c.shown);
  }
  style.again = "";
  CHECK(shown("check a.b", "", style) == "check again: failback-doctor check --probe a.b");
  style.colour = true;
  CHECK(shown("run x", "ls\n", style) == "on x:\n    \x1b[36m$ ls\x1b[0m");
}

}  // namespace
}  // namespace fbd
