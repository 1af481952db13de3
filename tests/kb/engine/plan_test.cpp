#include <doctest/doctest.h>

#include "kb/engine/article.h"
#include "kb/engine/markdown_tree.h"

namespace fbd {
namespace {

/// One line for each step.
std::string drawn(const std::vector<Step>& steps) {
  struct Draw {
    std::string operator()(const Tell& step) const { return "tell: " + step.text; }
    std::string operator()(const Run& step) const {
      return "run on " + step.where + ": " + step.command;
    }
    std::string operator()(const Write& step) const {
      return "write " + step.path + " on " + step.where + ": " + step.content;
    }
    std::string operator()(const Check& step) const { return "check " + step.probe; }
  };
  std::string drawing;
  for (const Step& step : steps) drawing += std::visit(Draw{}, step) + "\n";
  return drawing;
}

Article with_body(std::string body) {
  Article article;
  article.body = std::move(body);
  return article;
}

TEST_CASE("a fix is a plan") {
  struct Case {
    std::string_view name;
    std::string body;
    std::string_view plan;
  };
  const Case cases[] = {
      {"no fix", "## Cause\n1. x\n", ""},
      {"an empty fix", "## Cause\nx\n## Fix\n", ""},
      {"every kind of step",
       "## Cause\nx\n## Fix\n"
       "1. Look at {disk}.\n"
       "   ```run master-target\n   lsblk {disk}\n   findmnt\n   ```\n"
       "2. Write it down.\n"
       "   ```write {host} /etc/{disk}.conf\n   disk={disk}\n   ```\n"
       "3. Wait.\n"
       "   ```check master-target.retention-volume\n   ```\n",
       "tell: Look at sd b.\n"
       "run on master-target: lsblk 'sd b'\nfindmnt\n"
       "tell: Write it down.\n"
       "write /etc/sd b.conf on mt01: disk=sd b\n\n"
       "tell: Wait.\n"
       "check master-target.retention-volume\n"},
      {"text and what is done stay in their order, text blocks are text",
       "## Fix\n1. First\n   ```run admin\n   a\n   ```\n   Second\n   ```text\n   b {disk}\n   "
       "```\n"
       "   ```run admin\n   c\n   ```\n",
       "tell: First\nrun on admin: a\ntell: Second\n\n``` text\nb sd b\n```\nrun on admin: c\n"},
      {"a step without text", "## Fix\n1. ```check a.b\n   ```\n", "check a.b\n"},
      {"several lines in one step", "## Fix\n1. *One*\n   `two`\n\n   - three\n   - four\n",
       "tell: *One*\n`two`\n\n  - three\n  - four\n"},
      {"blocks that lack a word are only text",
       "## Fix\n1. x\n   ```run\n   reboot\n   ```\n   ```check\n   ```\n",
       "tell: x\n\n``` run\nreboot\n```\n\n``` check\n```\n"},
      {"what is not in a list is not lost", "## Fix\nFirst\n\n- x\n\n```run admin\na\n```\n",
       "tell: First\ntell:   - x\nrun on admin: a\n"},
      {"a section after the fix is not the fix", "## Fix\n1. x\n## Cause\n1. y\n", "tell: x\n"},
      {"other levels are not the fix", "# Fix\n1. x\n### Fix\n1. y\n## Fixes\n1. z\n", ""},
  };
  const Values values{{"disk", "sd b"}, {"host", "mt01"}};
  for (const Case& c : cases) {
    CAPTURE(c.name);
    CHECK(drawn(fix_plan(with_body(c.body), values)) == c.plan);
  }
}

TEST_CASE("the cause is Markdown, filled in") {
  struct Case {
    std::string_view value;
    std::string_view cause;
  };
  const Case cases[] = {
      {"FAT", "It is FAT, *not* `FAT`.\n\nSee [the list](https://example.com/a_b)."},
      {"a_b", "It is a_b, *not* `a_b`.\n\nSee [the list](https://example.com/a_b)."},
      {"*x*", "It is \\*x\\*, *not* `*x*`.\n\nSee [the list](https://example.com/a_b)."},
      {"`x", "It is \\`x, *not* `` `x ``.\n\nSee [the list](https://example.com/a_b)."},
  };
  const Article article = with_body(
      "## Cause\nIt is {v}, *not* `{v}`.\n\nSee [the list](https://example.com/a_b).\n## Fix\n1. "
      "x\n");
  for (const Case& c : cases) {
    CAPTURE(c.value);
    CHECK(cause(article, {{"v", std::string(c.value)}}) == c.cause);
  }
  CHECK(cause(with_body("## Fix\n1. x\n"), {}) == "");
  CHECK(cause(with_body(""), {}) == "");
}

/// What a reader of the Markdown would see, and in which kinds of nodes.
std::string read_back(const Markdown& markdown) {
  std::string text;
  for_each_node(markdown.root(), [&](cmark_node* node) {
    text += cmark_node_get_type_string(node) + std::string("'") + std::string(literal(node)) + "' ";
  });
  return text;
}

TEST_CASE("text that was filled in reads back as the same text") {
  const std::string_view values[] = {
      "*a*",
      "**",
      "_a_",
      "a_",
      "`a`",
      "``",
      "~~~",
      "```",
      "# a",
      "## ",
      "> a",
      "- a",
      "+ a",
      "* a",
      "1. a",
      "1) a",
      "12",
      "=",
      "===",
      "---",
      "***",
      "    a",
      " a ",
      "a  ",
      "\\",
      "\\*",
      "a\\",
      "&amp;",
      "&#27;",
      "& a",
      "<b>",
      "<",
      "<a@b.c>",
      "[a]",
      "]",
      "![a]",
      "[a]: b",
      "{x}",
      "!",
      "| a |",
      ":",
      "<!--",
      "&",
      "a\nb",
      "http://x.y",
      "\t",
      "1986\\. a",
      "-",
      "+",
      "~",
      "=",
      "Gr\xC3\xBC\xC3\x9F"
      "e",
  };
  const std::string_view bodies[] = {
      "{v}",        "{v} b",     "b {v}",  "a\n{v}",         "{v}\na",  "*{v}* b",
      "**{v}**",    "a\n{v}\nb", "{v}{v}", "b {v}\n\n{v} b", "1{v}",    "{v}. x",
      "- {v}\n- b", "[{v}](u)",  "> {v}",  "a!{v}",          "`{v}` c", "```\n{v}\n```",
  };
  for (const std::string_view body : bodies)
    for (const std::string_view value : values) {
      const Article article = with_body("## Cause\n" + std::string(body) + "\n");
      const Values filled{{"v", std::string(value)}};
      Markdown expected = filled_body(article, filled);
      cmark_node* heading = cmark_node_first_child(expected.root());
      cmark_node_unlink(heading);
      cmark_node_free(heading);
      const std::string markdown = cause(article, filled);
      CAPTURE(body);
      CAPTURE(value);
      CAPTURE(markdown);
      CHECK(read_back(Markdown(markdown)) == read_back(expected));
    }
}

TEST_CASE("a plan has the same steps whatever the values say") {
  const Article article = with_body(
      "## Cause\n{v}\n## Fix\n1. {v}\n   ```run {v}\n   ls {v}\n   ```\n2. `{v}` {v}\n"
      "   ```write {v} {v}\n   {v}\n   ```\n3. x\n   ```check a.b\n   ```\n");
  const auto kinds = [&](std::string value) {
    std::string all;
    for (const Step& step : fix_plan(article, {{"v", std::move(value)}}))
      all += std::to_string(step.index());
    return all;
  };
  CHECK(kinds("x") ==
        "0102"
        "03");
  for (const std::string_view value : {"\n```\n", "```", "\n4. x\n", "a b", "\n## Fix\n", "'; x"})
    CHECK(kinds(std::string(value)) == kinds("x"));
}

}  // namespace
}  // namespace fbd
