#include <doctest/doctest.h>
#include <fmt/format.h>

#include "kb/engine/article.h"

namespace fbd {
namespace {

constexpr std::string_view file = "kb/articles/master-target.retention-volume.filesystem.md";

constexpr std::string_view good =
    "---\n"
    "title: The retention volume is formatted with {filesystem}\n"
    "symptom: >-\n"
    "  The retention drive is missing\n"
    "  from the list\n"
    "source: \"Reprotect: a guide\"\n"
    "explains:\n"
    "  - config-server.https\n"
    "  - process-server.port.refused\n"
    "---\n"
    "## Cause\n"
    "FAT.\n";

TEST_CASE("an article is read") {
  for (const std::string_view ending : {"\n", "\r\n"}) {
    CAPTURE(ending);
    std::string text;
    for (const char c : good) text += c == '\n' ? std::string(ending) : std::string(1, c);
    const Result<Article> article = parse_article(text, file);
    REQUIRE(article);
    CHECK(article->code == "master-target.retention-volume.filesystem");
    CHECK(article->title == "The retention volume is formatted with {filesystem}");
    CHECK(article->symptom == "The retention drive is missing from the list");
    CHECK(article->source == "Reprotect: a guide");
    CHECK(article->explains ==
          std::vector<std::string>{"config-server.https", "process-server.port.refused"});
    CHECK(article->body == "## Cause\nFAT.\n");
    CHECK(article->file == file);
    CHECK(article->body_line == 11);
    CHECK(article->lines.title == 2);
    CHECK(article->lines.symptom == 3);
    CHECK(article->lines.source == 6);
    CHECK(article->lines.explains == std::vector<int>{8, 9});
  }
}

TEST_CASE("what else is accepted") {
  const std::string_view texts[] = {
      "\xEF\xBB\xBF---\ntitle: t\nsymptom: s\nsource: d\n---\n",  // byte order mark
      "---\ntitle: t\nsymptom: s\nsource: d\n---",                // no body, no newline
      "---\ntitle: t\nsymptom: s\nsource: d\nexplains:\n---\n",   // an empty list
      "---\ntitle: t\nsymptom: s\nsource: d\nexplains: [a.b]\n---\n",
      "---\n# a comment\ntitle: t\nsymptom: 443\nsource: d\n---\n---\n\ta tab\n",
      "---\ntitle:\nsymptom: ''\nsource:\n---\n",  // empty: for lint to tell
  };
  for (const std::string_view text : texts) {
    CAPTURE(text);
    const Result<Article> article = parse_article(text, "a.b.md");
    if (!article) FAIL(article.error().message);
    CHECK(article->code == "a.b");
  }
}

TEST_CASE("what is wrong, and where") {
  struct Case {
    std::string text;
    std::string_view message;
  };
  const Case cases[] = {
      {"", "x.md:1:1: an article begins with a line \"---\" and front matter"},
      {"title: t\n", "x.md:1:1: an article begins with a line \"---\" and front matter"},
      {"----\ntitle: t\n", "x.md:1:1: an article begins with a line \"---\" and front matter"},
      {"---\ntitle: t\n## Cause\n",
       "x.md:1:1: no line \"---\" ends the front matter that begins here"},
      {"---\n---\n", "x.md:2:1: the front matter is lines of \"key: text\""},
      {"---\n- a\n---\n", "x.md:2:1: the front matter is lines of \"key: text\""},
      {"---\ntitel: t\n---\n", "x.md:2:1: unknown key 'titel', did you mean 'title'?"},
      {"---\ntitle: t\nquite-another: t\n---\n", "x.md:3:1: unknown key 'quite-another'"},
      {"---\nlog: t\n---\n", "x.md:2:1: there is no kind of log 't'"},
      {"---\nsymptom: s\nsource: d\n---\n", "x.md:2:1: there is no 'title'"},
      {"---\ntitle: t\nsource: d\n---\n", "x.md:2:1: there is no 'symptom'"},
      {"---\ntitle: t\nsymptom: s\n---\n", "x.md:2:1: there is no 'source'"},
      {"---\ntitle: [a]\n---\n", "x.md:2:8: 'title' is a text"},
      {"---\ntitle: t\nsource: {a: b}\n---\n", "x.md:3:9: 'source' is a text"},
      {"---\ntitle: \"a\\nb\"\n---\n", "x.md:2:8: 'title' is one line without control characters"},
      {"---\ntitle: \"\\e[2J\"\n---\n", "x.md:2:8: 'title' is one line without control characters"},
      {"---\nexplains: a.b\n---\n", "x.md:2:11: 'explains' is a list of codes or probes"},
      {"---\nexplains:\n  - a.b\n  - [c]\n---\n",
       "x.md:4:5: 'explains' lists codes or probes, such as \"config-server.https\""},
      {"---\nexplains: [A b]\n---\n",
       "x.md:2:12: 'explains' lists codes or probes, such as \"config-server.https\""},
      {"---\ntitle: t\n---\n\xC3\xA4\xC3\xA4\x1b[2J", "x.md:4:3: control character U+001B"},
      {"---\r\ntitle: t\r\n---\r\nab\rc\r\n", "x.md:4:3: control character U+000D"},
      {"---\ntitle: t\n---\na\u202Eb\n", "x.md:4:2: control character U+202E"},
      {"---\ntitle: t\n---\n\xC3(\n", "x.md:4:1: byte 0xc3 is not UTF-8"},
      {std::string("---\ntitle: a\0b\n---\n", 18), "x.md:2:9: control character U+0000"},
      {std::string(70'000, 'x'),
       "x.md:1:1: 70000 bytes are too many, 65536 is the most for an "
       "article"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.message);
    const Result<Article> article = parse_article(c.text, "x.md");
    REQUIRE_FALSE(article);
    CHECK(article.error().kind == ErrorKind::malformed);
    CHECK(article.error().message == c.message);
  }
  // Wording is the YAML parser's own; the place is what we promise.
  const Case places[] = {
      {"---\ntitle: a: b\n---\n", "x.md:2:9: "},
      {"---\ntitle: t\ntitle: t\n---\n", "x.md:3:1: "},
      {"---\ntitle: \"t\n---\n", "x.md:2:"},
      {"---\ntitle: &a t\n---\n", "x.md:2:8: "},
  };
  for (const Case& c : places) {
    CAPTURE(c.text);
    const Result<Article> article = parse_article(c.text, "x.md");
    REQUIRE_FALSE(article);
    CHECK(article.error().message.substr(0, c.message.size()) == c.message);
  }
}

TEST_CASE("the file name is the code") {
  struct Case {
    std::string_view name;
    std::string_view code;  // "" if it is no name for an article
  };
  const Case cases[] = {
      {"a.b.md", "a.b"}, {"/some/where/unknown.timed-out.md", "unknown.timed-out"},
      {"README.md", ""}, {"a b.md", ""},
      {"a.txt", ""},     {".md", ""},
      {"a..b.md", ""},   {"a\x1b[2J.md", ""},
      {"", ""},
  };
  for (const Case& c : cases) {
    CAPTURE(c.name);
    const Result<Article> article = parse_article(good, c.name);
    CHECK(article.has_value() == !c.code.empty());
    if (article)
      CHECK(article->code == c.code);
    else
      CHECK(article.error().message.find('\x1b') == std::string::npos);
  }
}

}  // namespace
}  // namespace fbd
