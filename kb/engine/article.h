// Articles: what a finding means and what to do about it. Knowledge is text: one Markdown file per
// finding code, named by it, with YAML front matter. kb/README.md has the format.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "collectors/evidence/result.h"
#include "probes/finding.h"

struct cmark_node;

namespace fbd {

/// A CommonMark document. The tree is cmark's; only .cpp files look into it.
class Markdown {
 public:
  explicit Markdown(std::string_view text);
  const cmark_node* root() const { return root_.get(); }
  cmark_node* root() { return root_.get(); }

 private:
  struct Free {
    void operator()(cmark_node* node) const;
  };
  std::unique_ptr<cmark_node, Free> root_;
};

struct Article {
  std::string code;                   // "config-server.reachable.refused", "unknown.denied"
  std::string title;                  // one line; may hold {values}
  std::string symptom;                // what a person sees before running this tool
  std::string source;                 // document, date, section
  std::vector<std::string> explains;  // codes, or probes (then: all their codes) this brings about
  std::vector<std::string> codes;     // of errors as the service shows them: "95226"
  struct Message {                    // of articles about what logs say
    std::vector<std::string> logs;    // kinds of logs it is looked for in; none: any
    std::vector<std::string> patterns;  // regular expressions; none: the article is about a probe
    std::string weight;                 // "fail", "warn", "note"; "": "warn"
    std::vector<std::string> matches;   // lines in which it is found
    std::vector<std::string> ignores;   // lines that look like it, in which it is not
  } message;
  std::string body;   // Markdown: "## Cause", then "## Fix"
  std::string file;   // for messages
  int body_line = 1;  // line of the file where the body starts
  struct Lines {      // of the file, where each key of the front matter is
    int title = 1;
    int symptom = 1;
    int source = 1;
    std::vector<int> explains;  // one for each entry
    std::vector<int> codes;
    std::vector<int> patterns;
    int message = 1;  // the first key about logs
  } lines;
};

/// Reads the front matter; the body is kept as text and parsed when it is shown, because a start
/// of the program must not pay for articles nobody asked about.
/// Malformed names file, line and column: "kb/articles/x.md:3:1: unknown key 'titel', ...".
Result<Article> parse_article(std::string_view text, std::string_view file);

/// One step of a fix. What a step says is filled in already; commands are quoted for the shell.
struct Tell {
  std::string text;
};  // Markdown
struct Run {
  std::string where;
  std::string command;
};  // ```run ROLE-OR-HOST
struct Write {
  std::string where;
  std::string path;
  std::string content;
};  // ```write ROLE PATH
struct Check {
  std::string probe;
};  // ```check PROBE, or "all"
using Step = std::variant<Tell, Run, Write, Check>;

/// Replaces {name} in plain text; "{{" is a brace. A name without a value stays as it is, so that
/// it shows.
std::string fill(std::string_view text, const Values& values);

/// 'text' as one POSIX shell word, quoted only where it must be.
std::string shell_quoted(std::string_view text);

/// The body with its values filled in. They go into text nodes, so they cannot become markup, and
/// into command blocks quoted for the shell.
Markdown filled_body(const Article& article, const Values& values);

/// The fix as a plan: the steps of "## Fix" in order. Pure: the same for text, JSON and execution.
std::vector<Step> fix_plan(const Article& article, const Values& values);

/// The text under "## Cause" as one Markdown text, filled in.
std::string cause(const Article& article, const Values& values);

/// Every {name} that the article uses, in title, symptom and body.
std::vector<std::string> used_values(const Article& article);

}  // namespace fbd
