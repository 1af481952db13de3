#include <doctest/doctest.h>

#include "kb/engine/article.h"
#include "kb/engine/markdown_tree.h"

namespace fbd {
namespace {

Article with_body(std::string body) {
  Article article;
  article.body = std::move(body);
  return article;
}

/// All nodes and what they say: "paragraph(text'a' code'b')".
std::string drawn(const Markdown& markdown) {
  std::string drawing;
  const CmarkIterator walk = iterate(markdown.root());
  for (cmark_event_type event; (event = cmark_iter_next(walk.get())) != CMARK_EVENT_DONE;) {
    cmark_node* node = cmark_iter_get_node(walk.get());
    const bool is_leaf = !cmark_node_first_child(node);
    if (event == CMARK_EVENT_EXIT) {
      if (!is_leaf) drawing += ")";
      continue;
    }
    drawing += std::string(" ") + cmark_node_get_type_string(node);
    if (!fence_info(node).empty()) drawing += "[" + std::string(fence_info(node)) + "]";
    drawing += is_leaf ? "'" + std::string(literal(node)) + "'" : "(";
  }
  return drawing;
}

TEST_CASE("fill") {
  const Values values{
      {"name", "mt01"}, {"empty", ""}, {"evil", "a\n\x1b[31mb\x9B"}, {"nested", "{name}"}};
  struct Case {
    std::string_view text;
    std::string_view filled;
  };
  const Case cases[] = {
      {"", ""},
      {"on {name}.", "on mt01."},
      {"{name}{name}", "mt01mt01"},
      {"[{empty}]", "[]"},
      {"{nobody}", "{nobody}"},
      {"{{name}}", "{name}"},
      {"{{{name}}}", "{mt01}"},
      {"{nested}", "{name}"},  // a value is never filled in itself
      {"{evil}", "a \uFFFD[31mb\uFFFD"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(fill(c.text, values) == c.filled);
  }
}

TEST_CASE("values go into every kind of text") {
  const Values values{{"disk_id", "sda 1"}, {"p", "/x"}};
  struct Case {
    std::string body;
    std::string_view drawing;
  };
  const Case cases[] = {
      {"a {disk_id} *{p}* `c {p}` {{p}}",
       " document( paragraph( text'a sda 1 ' emph( text'/x') text' ' code'c /x' text' {p}'))"},
      {"```run {p}\nls {disk_id}\n```\n", " document( code_block[run /x]'ls 'sda 1'\n')"},
      {"```write here {p}\nx={disk_id}\n```\n", " document( code_block[write here /x]'x=sda 1\n')"},
      {"```ini\nx={disk_id}\n```\n", " document( code_block[ini]'x=sda 1\n')"},
      {"## Fix {p}\n", " document( heading( text'Fix /x'))"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.body);
    CHECK(drawn(filled_body(with_body(c.body), values)) == c.drawing);
  }
}

TEST_CASE("a value does not become markup") {
  const std::string_view hostile[] = {
      "*a*",      "`",  "```",     "\n\n# h", "\n- x",        "[a](b)", "<b>",
      "&#27;[2J", "\\", "~~~",     "1. x",    "\x1b]0;x\x07", "{v}",    "    x",
      "_",        "](", "\n```\n", "![",      "${IFS}",       "- - -",
  };
  const Article article = with_body(
      "{v} {v}\n{v}\n\n`{v}` *{v}* [{v}](u)\n\n1. {v}\n   ```run here\n   ls {v}\n   ```\n"
      "   ```write here {v}\n   {v}\n   ```\n");
  const auto shape = [](const Markdown& markdown) {
    std::string types;
    for_each_node(markdown.root(), [&](cmark_node* node) {
      types += cmark_node_get_type_string(node) + std::string(" ");
    });
    return types;
  };
  const std::string harmless = shape(filled_body(article, {{"v", "x"}}));
  for (const std::string_view value : hostile) {
    CAPTURE(value);
    const Markdown filled = filled_body(article, {{"v", std::string(value)}});
    CHECK(shape(filled) == harmless);
    for_each_node(filled.root(), [](cmark_node* node) {
      CHECK(literal(node).find_first_of("\x1b\x07") == std::string_view::npos);
    });
  }
}

TEST_CASE("used_values") {
  Article article = with_body(
      "## Cause\n{b_1} `{c}` {{no}} *{d}*\n## Fix\n1. {a}\n   ```run {e}\n   {f} ${{g}}\n   ```\n"
      "   ```write here {h}\n   {i}\n   ```\n");
  article.title = "{t} {a}";
  article.symptom = "{s}";
  article.source = "{not_filled_in}";
  CHECK(used_values(article) ==
        std::vector<std::string>{"a", "b_1", "c", "d", "e", "f", "h", "i", "s", "t"});
}

}  // namespace
}  // namespace fbd
