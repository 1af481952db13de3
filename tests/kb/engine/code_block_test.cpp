#include "kb/engine/code_block.h"

#include <doctest/doctest.h>

namespace fbd {
namespace {

using Kind = CodeBlock::Kind;

TEST_CASE("the words after a fence") {
  struct Case {
    std::string_view info;
    Kind kind;
    std::string_view where;
    std::string_view argument;
  };
  const Case cases[] = {
      {"", Kind::plain, "", ""},
      {"text", Kind::plain, "", ""},
      {"ini run admin", Kind::plain, "", ""},
      {"run master-target", Kind::run, "master-target", ""},
      {"  run \t admin ", Kind::run, "admin", ""},
      {"run", Kind::plain, "", ""},
      {"run two words", Kind::plain, "", ""},
      {"runs admin", Kind::plain, "", ""},
      {"write here /etc/fstab", Kind::write, "here", "/etc/fstab"},
      {"write here C:\\Program Files\\x.conf", Kind::write, "here", "C:\\Program Files\\x.conf"},
      {"write here", Kind::plain, "", ""},
      {"check config-server.https", Kind::check, "", "config-server.https"},
      {"check", Kind::plain, "", ""},
      {"check a b", Kind::plain, "", ""},
  };
  for (const Case& c : cases) {
    CAPTURE(c.info);
    const CodeBlock block = code_block(c.info);
    CHECK(block.kind == c.kind);
    CHECK(block.where == c.where);
    CHECK(block.argument == c.argument);
  }
}

TEST_CASE("a value adds no word, unless it is the last") {
  const Values values{{"host", "a b\tc"}, {"path", "/a b"}, {"evil", "x\n```\ny"}};
  struct Case {
    std::string_view info;
    std::string_view filled;
  };
  const Case cases[] = {
      {"run {host}", "run a_b_c"},
      {"write {host} {path}/c", "write a_b_c /a b/c"},
      {"write here {evil}", "write here x ``` y"},
      {"run {evil}", "run x_```_y"},
      {"run {nobody}", "run {nobody}"},
      {"text {host}", "text {host}"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.info);
    const std::string filled = filled_info(c.info, values);
    CHECK(filled == c.filled);
    CHECK(code_block(filled).kind == code_block(c.info).kind);
  }
}

}  // namespace
}  // namespace fbd
