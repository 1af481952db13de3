#include "kb/engine/markdown_tree.h"

#include <chrono>

#include <doctest/doctest.h>

#include "kb/engine/article.h"

namespace fbd {
namespace {

TEST_CASE("sections") {
  const Markdown markdown(
      "before\n\n## Cause\na\n\nb\n\n## Fix\n1. c\n\n> ## inside\n\n# Fix\nd\n");
  const std::vector<Section> all = sections(markdown.root());
  REQUIRE(all.size() == 4);
  CHECK(all[0].heading == nullptr);
  CHECK(all[0].blocks.size() == 1);
  CHECK(is_titled(all[1], "Cause"));
  CHECK(all[1].blocks.size() == 2);
  CHECK(is_titled(all[2], "Fix"));
  CHECK(all[2].blocks.size() == 2);
  CHECK_FALSE(is_titled(all[3], "Fix"));  // not of the second level
  CHECK_FALSE(is_titled(all[0], ""));
  CHECK(sections(Markdown("").root()).size() == 1);
}

TEST_CASE("plain_text") {
  CHECK(plain_text(Markdown("a *b* `c`\nd [e](f)").root()) == "a b c d e");
  CHECK(plain_text(Markdown("").root()) == "");
}

TEST_CASE("names in braces are not torn apart") {
  const Markdown markdown("{disk_id} and {a_b_c}");
  const cmark_node* paragraph = children(markdown.root()).front();
  REQUIRE(children(paragraph).size() == 1);
  CHECK(literal(children(paragraph).front()) == "{disk_id} and {a_b_c}");
}

int depth_of(const Markdown& markdown) {
  int deepest = 0;
  int depth = 0;
  const CmarkIterator walk = iterate(markdown.root());
  for (cmark_event_type event; (event = cmark_iter_next(walk.get())) != CMARK_EVENT_DONE;) {
    if (!cmark_node_first_child(cmark_iter_get_node(walk.get()))) continue;
    depth += event == CMARK_EVENT_ENTER ? 1 : -1;
    deepest = std::max(deepest, depth);
  }
  return deepest;
}

TEST_CASE("nesting is bounded, in blocks") {
  const auto nested = [](int levels, std::string_view marker) {
    std::string text;
    for (int i = 0; i < levels; ++i) text += marker;
    return text + "a\n";
  };
  for (const std::string_view marker : {">", "> ", "- ", "1. ", "- > "}) {
    CAPTURE(marker);
    CHECK(depth_of(Markdown(nested(10'000, marker))) <= deepest_nesting + 2);
  }
  CHECK(plain_text(Markdown(nested(deepest_nesting, ">")).root()) == "a");
  CHECK(plain_text(Markdown(nested(deepest_nesting + 1, ">")).root()) == "");
}

TEST_CASE("long hostile texts take no longer than they should") {
  constexpr std::size_t size = 64 * 1024;
  const std::string_view units[] = {
      ">",     "> ",   "[",   "- ",           "1. ",           "- a\n", "*a **a ",
      "_a",    "`a``", "<a ", "![a](",        "[a](b",         "a]",    "\\",
      "&#27;", "{a}",  "{",   "> a\n> > b\n", "```run here\n", "  "};
  for (const std::string_view unit : units) {
    CAPTURE(unit);
    Article article;
    article.body = "## Cause\n";
    while (article.body.size() < size) article.body += unit;
    article.body += "\n## Fix\n1. x\n";
    const auto start = std::chrono::steady_clock::now();
    const std::string markdown = cause(article, {{"a", "*"}});
    fix_plan(article, {});
    used_values(article);
    const auto took = std::chrono::steady_clock::now() - start;
    CHECK(markdown.size() < 100 * size);
    CHECK(took < std::chrono::seconds(20));
  }
}

}  // namespace
}  // namespace fbd
