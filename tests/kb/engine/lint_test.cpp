#include <algorithm>
#include <map>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "kb/engine/knowledge.h"

namespace fbd {
namespace {

using Files = std::map<std::string, std::string>;

const std::vector<std::string_view> probes{"mt.volume", "cs.port", "cs.ports"};
const std::vector<KnownCode> codes{
    {"mt.volume.missing", Status::fail, {"path", "wanted"}},
    {"cs.port.refused", Status::fail, {"port"}},
    {"cs.ports.closed", Status::warn, {}},
};

/// An article that nothing is wrong with, with some lines replaced.
std::string article(const std::map<int, std::string>& lines = {}) {
  std::vector<std::string> text{
      "---",                              // 1
      "title: A title",                   // 2
      "symptom: A symptom",               // 3
      "source: A document (2018-02-06)",  // 4
      "---",                              // 5
      "## Cause",                         // 6
      "Why *it* is `so`.",                // 7
      "## Fix",                           // 8
      "1. Do it.",                        // 9
      "   ```run master-target",          // 10
      "   mount -a",                      // 11
      "   ```",                           // 12
      "2. Look again.",                   // 13
      "   ```check mt.volume",            // 14
      "   ```",                           // 15
  };
  for (const auto& [line, replacement] : lines)
    text[static_cast<std::size_t>(line) - 1] = replacement;
  return fmt::format("{}\n", fmt::join(text, "\n"));
}

/// Everything lint says, one line each.
std::string complaints(const Files& files) {
  Knowledge knowledge;
  for (const auto& [file, text] : files) {
    const Result<void> added = knowledge.add(text, file);
    if (!added) FAIL(added.error().message);
  }
  std::string all;
  for (const Complaint& complaint : lint(knowledge, codes, probes))
    all += fmt::format("{}:{}: {}\n", complaint.file, complaint.line, complaint.message);
  return all;
}

const Files complete{{"mt.volume.missing.md", article()},
                     {"cs.port.refused.md", article()},
                     {"cs.ports.closed.md", article()}};

/// The complaints about one article, in an otherwise complete knowledge base.
std::string complaints_about(const std::map<int, std::string>& lines,
                             const std::string& file = "mt.volume.missing.md") {
  Files files = complete;
  files[file] = article(lines);
  std::string all = complaints(files);
  // What remains is "LINE: MESSAGE".
  for (std::size_t at; (at = all.find(file + ":")) != std::string::npos;)
    all.erase(at, file.size() + 1);
  return all;
}

TEST_CASE("nothing to complain about") {
  CHECK(complaints(complete) == "");
  const std::map<int, std::string> good[] = {
      {{2, "title: " + std::string(100, 'x')}},
      {{2, "title: \"" + fmt::format("{:\xC3\xA4>100}", "") + "\""}},  // characters, not bytes
      {{2, "title: On {host} below {path}"}, {3, "symptom: Wants {wanted}"}},
      {{7, "Braces: {{no_value}}, {Other}, ${HOME}, {{\"a\": 1}}."}},
      {{4, "source: d\nexplains: [cs.port, cs.port.refused]"}},
      {{11, "   mount {path} # it is mounted"}},
      {{10, "   ```run here"}},
      {{10, "   ```run {host}"}},
      {{10, "   ```write admin C:\\a b.ini"}},
      {{10, "   ```text"}},
      {{10, "   ```ini"}},
      {{10, "   ```"}},
      {{9, "5. Do it.\n   - one\n     - two"}},
      {{7, "A [link](https://example.com/{{x}}), <https://example.com>, 1 \\< 2, `<b>` and &lt;."}},
      {{14, "   ```check cs.port"}},
      {{7, "Text.\n\n    indented code"}},
  };
  for (const auto& lines : good) {
    CAPTURE(lines.begin()->second);
    CHECK(complaints_about(lines) == "");
  }
  for (const std::string_view role : {"configuration-server", "process-server", "master-target",
                                      "protected-vm", "esxi", "vcenter", "admin", "here"})
    CHECK(complaints_about({{10, fmt::format("   ```run {}", role)}}) == "");
}

TEST_CASE("each complaint, with its line") {
  struct Case {
    std::map<int, std::string> lines;
    std::string_view complaint;
  };
  const Case cases[] = {
      // front matter
      {{{2, "title:"}}, "2: the title is empty\n"},
      {{{3, "symptom: ''"}}, "3: the symptom is empty\n"},
      {{{4, "source: \" \""}}, "4: the source is empty\n"},
      {{{2, "title: " + std::string(101, 'x')}},
       "2: the title has 101 characters, 100 is the most\n"},
      {{{4, "explains:\n  - cs.port\n  - cs.prot\nsource: d"}},
       "6: explains 'cs.prot', which is no code and no probe, did you mean 'cs.port'?\n"},
      // values
      {{{2, "title: The {paht}"}}, "2: no finding fills in {paht}, did you mean 'path'?\n"},
      {{{3, "symptom: The {port_of_something_else}"}},
       "3: no finding fills in {port_of_something_else}\n"},
      {{{7, "Why\n`x {zzzzzzzzzz}` is."}}, "8: no finding fills in {zzzzzzzzzz}\n"},
      {{{11, "   ls\n   rm {zzzzzzzzzz}"}}, "12: no finding fills in {zzzzzzzzzz}\n"},
      {{{7, "Text.\n\n    indented\n    {zzzzzzzzzz}"}}, "10: no finding fills in {zzzzzzzzzz}\n"},
      {{{10, "   ```write here /{zzzzzzzzzz}"}}, "10: no finding fills in {zzzzzzzzzz}\n"},
      {{{11, "   a\n   b {c: {d: 1}}"}}, "12: \"}}\" stands for one '}'; for two write \"}}}}\"\n"},
      {{{7, "[x](https://{host}/)"}}, "7: values are not filled in in the address of a link\n"},
      {{{7, "<https://{host}/>"}}, "7: values are not filled in in the address of a link\n"},
      // headings
      {{{6, ""}}, "6: there is no \"## Cause\"\n7: something stands before \"## Cause\"\n"},
      {{{8, ""}},
       "6: there is no \"## Fix\"\n10: a \"run\" block belongs directly into a step of "
       "\"## Fix\"\n14: a \"check\" block belongs directly into a step of \"## Fix\"\n"},
      {{{6, "Hello\n## Cause"}}, "6: something stands before \"## Cause\"\n"},
      {{{6, "## Fix\n1. x\n   ```check cs.port\n   ```\n## Cause"},
        {8, ""},
        {9, "text"},
        {10, ""},
        {11, ""},
        {12, ""},
        {13, ""},
        {14, ""},
        {15, ""}},
       "10: \"## Cause\" comes before \"## Fix\"\n"},
      {{{7, "x\n### More"}}, "8: the only headings are \"## Cause\" and \"## Fix\", each once\n"},
      {{{6, "# Cause"}},
       "6: the only headings are \"## Cause\" and \"## Fix\", each once\n6: there is no \"## "
       "Cause\"\n"},
      {{{7, "x\n## Cause\ny"}},
       "8: the only headings are \"## Cause\" and \"## Fix\", each once\n"},
      {{{7, "> ## x"}}, "7: a heading stands inside of something else\n"},
      {{{7, ""}}, "6: there is nothing below \"## Cause\"\n"},
      // the fix
      {{{8, "## Fix\nFirst this:\n"}}, "9: a fix is one numbered list and nothing else\n"},
      {{{15, "   ```\n\n- That\n\n5. x\n   ```check cs.port\n   ```"}},
       "17: a fix is one numbered list and nothing else\n19: a fix is one numbered list and "
       "nothing "
       "else\n20: a \"check\" block belongs directly into a step of \"## Fix\"\n"},
      {{{15, "   ```\n\nThat was it."}},
       "8: the fix does not end with a check\n"
       "17: a fix is one numbered list and nothing else\n"},
      {{{14, "   ```text"}}, "8: the fix does not end with a check\n"},
      {{{15, "   ```\n3. Bye."}}, "8: the fix does not end with a check\n"},
      {{{9, "1. a\n   - b\n     - c\n       - d"}}, "12: lists are nested more than 3 deep\n"},
      // code blocks
      {{{10, "   ```bash"}}, "10: code blocks are run, write, check, text, ini, not 'bash'\n"},
      {{{10, "   ```runn admin"}},
       "10: code blocks are run, write, check, text, ini, not 'runn', did you mean 'run'?\n"},
      {{{10, "   ```run"}}, "10: \"run\" takes one word: a role\n"},
      {{{10, "   ```run admin here"}}, "10: \"run\" takes one word: a role\n"},
      {{{10, "   ```write admin"}}, "10: \"write\" takes a role and the path of the file\n"},
      {{{14, "   ```check"}},
       "8: the fix does not end with a check\n14: \"check\" takes one word: a probe\n"},
      {{{14, "   ```check mt.volum"}},
       "14: there is no probe 'mt.volum', did you mean 'mt.volume'?\n"},
      {{{14, "   ```check all"}}, "14: there is no probe 'all'\n"},
      {{{10, "   ```run master"}}, "10: there is no role 'master'\n"},
      {{{10, "   ```write master-traget /x"}},
       "10: there is no role 'master-traget', did you mean 'master-target'?\n"},
      {{{10, "   ```run {host}s"}}, "10: there is no role '{host}s'\n"},
      {{{11, "   "}}, "10: there is no command in this \"run\" block\n"},
      {{{11, "   ls\n   ls '{path}'"}},
       "12: {path} stands where quoting does not hold: inside quotes, a comment, a here-document, "
       "or "
       "after '$' or '\\'\n"},
      {{{7, "x\n```run admin\nls\n```"}},
       "8: a \"run\" block belongs directly into a step of \"## Fix\"\n"},
      {{{9, "1. a\n   - b\n     ```run admin\n     ls\n     ```"}},
       "11: a \"run\" block belongs directly into a step of \"## Fix\"\n"},
      // HTML
      {{{7, "a <b>c"}}, "7: HTML is not shown; for a '<' write \"\\<\" or use a code span\n"},
      {{{7, "<div>\n"}}, "7: HTML is not shown; for a '<' write \"\\<\" or use a code span\n"},
      {{{7, "x\n\n<!-- note -->"}},
       "9: HTML is not shown; for a '<' write \"\\<\" or use a code span\n"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.lines.begin()->second);
    CHECK(complaints_about(c.lines) == c.complaint);
  }
}

TEST_CASE("articles and codes belong together") {
  Files files = complete;
  files["mt.volume.mising.md"] = article();
  CHECK(complaints(files) ==
        "mt.volume.mising.md:1: no probe yields 'mt.volume.mising', did you mean "
        "'mt.volume.missing'?\n");
  files = complete;
  files.erase("cs.port.refused.md");
  CHECK(complaints(files) ==
        "kb/articles/cs.port.refused.md:1: no article tells about 'cs.port.refused'\n");
}

TEST_CASE("articles about reasons of unknown findings") {
  Files files = complete;
  files["unknown.timed-out.md"] = article({{2, "title: No answer from {host}"}, {7, "{reason}"}});
  CHECK(complaints(files) == "");
  files["unknown.timed-out.md"] = article({{14, "   ```check all"}});
  CHECK(complaints(files) == "");
  files["unknown.timed-out.md"] = article({{2, "title: A title {path}"}});
  CHECK(complaints(files) == "unknown.timed-out.md:2: no finding fills in {path}\n");
  files.erase("unknown.timed-out.md");
  files["unknown.late.md"] = article();
  CHECK(complaints(files) == "unknown.late.md:1: nothing is unknown for the reason 'late'\n");
}

TEST_CASE("circles of explanations") {
  const auto explaining = [](std::string_view what) {
    return article({{4, fmt::format("source: d\nexplains:\n  - {}", what)}});
  };
  struct Case {
    std::string_view volume;
    std::string_view port;
    std::string_view complaint;
  };
  const Case cases[] = {
      {"cs.port", "unrelated", ""},
      {"cs.port.refused", "unrelated", ""},
      {"mt.volume.missing", "unrelated",
       "mt.volume.missing.md:6: a circle: mt.volume.missing explains mt.volume.missing\n"},
      {"mt.volume", "unrelated",  // a probe stands for all its codes
       "mt.volume.missing.md:6: a circle: mt.volume.missing explains mt.volume.missing\n"},
      {"cs.port", "mt.volume.missing",
       "mt.volume.missing.md:6: a circle: cs.port.refused explains mt.volume.missing explains "
       "cs.port.refused\n"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.volume);
    Files files = complete;
    files["mt.volume.missing.md"] = explaining(c.volume);
    if (c.port != "unrelated") files["cs.port.refused.md"] = explaining(c.port);
    CHECK(complaints(files) == c.complaint);
  }
  // The name of one probe may begin like another one's.
  Files files = complete;
  files["cs.ports.closed.md"] = explaining("cs.port");
  CHECK(complaints(files) == "");
  // Each circle is told once, whoever else leads into it.
  files["cs.port.refused.md"] = explaining("cs.ports");
  files["unknown.denied.md"] = explaining("cs.port");
  CHECK(complaints(files) ==
        "cs.ports.closed.md:6: a circle: cs.port.refused explains cs.ports.closed explains "
        "cs.port.refused\n");
}

}  // namespace
}  // namespace fbd
