// "kb": reading the knowledge base.
#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "kb/engine/messages.h"
#include "kb/report/report.h"
#include "kb/report/wrap.h"
#include "kb/terminal/knowledge_option.h"
#include "kb/terminal/text_style.h"
#include "probes/catalog.h"

namespace fbd {
namespace {

constexpr std::string_view about =
    "  kb list              every article: its code and its title\n"
    "  kb show CODE         one article: cause, fix and check; CODE may be Azure's: 95226\n"
    "  kb search WORDS      articles in which all the words occur, best first; error codes and\n"
    "                       pieces of log lines are words as well\n"
    "  kb lint              whether articles and checks fit together\n"
    "  kb test              whether the patterns of known messages find their examples, and only\n"
    "                       them";

int list(const Knowledge& knowledge) {
  for (const auto& [code, article] : knowledge.articles())
    fmt::print("{}\n    {}\n", code, fill(article.title, {}));
  return 0;
}

int show(const Knowledge& knowledge, const std::string& code) {
  const Article* article = knowledge.find(code);
  if (!article) article = knowledge.find_service_code(code);
  if (!article) {
    std::vector<std::string_view> codes;
    for (const auto& [known, unused] : knowledge.articles()) codes.push_back(known);
    return failed(fmt::format("there is no article \"{}\"{}", printable(code, 80),
                              did_you_mean(code, codes)));
  }
  const TextStyle style = style_of_terminal();
  // There is no finding, so there are no values: their names stay, in single braces.
  fmt::print("{}  {}\n\n", wrapped("", fill(article->title, {}), style.columns), article->code);
  fmt::print("{}", wrapped("  You see: ", fill(article->symptom, {}), style.columns));
  fmt::print("{}\n", wrapped("  Source: ", article->source, style.columns));
  fmt::print("{}", markdown_text(filled_body(*article, {}), style, 2));
  if (!article->codes.empty()) fmt::print("\n  Codes: {}\n", fmt::join(article->codes, ", "));
  if (!article->explains.empty())
    fmt::print("\n  Brings about: {}\n", fmt::join(article->explains, ", "));
  return 0;
}

int search(const Knowledge& knowledge, const std::vector<std::string>& words) {
  const std::vector<Knowledge::Hit> hits =
      knowledge.search(fmt::format("{}", fmt::join(words, " ")));
  for (const Knowledge::Hit& hit : hits)
    fmt::print("{}\n    {}\n", hit.article->code, fill(hit.article->title, {}));
  if (hits.empty()) return failed("no article holds all these words");
  return 0;
}

int lint_all(const Knowledge& knowledge) {
  std::vector<std::string_view> probes;
  for (const Probe* probe : catalog()) probes.push_back(probe->id);
  std::vector<KnownCode> codes = known_codes(catalog());
  for (KnownCode& code : message_codes(knowledge)) codes.push_back(std::move(code));
  std::vector<Complaint> complaints = lint(knowledge, codes, probes);
  for (Complaint& one : lint_messages(knowledge)) complaints.push_back(std::move(one));
  for (const Complaint& complaint : complaints)
    fmt::print("{}:{}: {}\n", complaint.file, complaint.line, complaint.message);
  fmt::print("{} articles, {} complaints\n", knowledge.articles().size(), complaints.size());
  return complaints.empty() ? 0 : 2;
}

int test_all(const Knowledge& knowledge) {
  const ExamplesRun run = run_examples(knowledge);
  for (const Complaint& failure : run.failures)
    fmt::print("{}:{}: {}\n", failure.file, failure.line, failure.message);
  fmt::print("{} examples, {} failed\n", run.examples, run.failures.size());
  return run.failures.empty() ? 0 : 2;
}

}  // namespace

int run_kb(const Arguments& arguments) {
  Options options{"kb", "kb list | kb show CODE | kb search WORDS | kb lint | kb test  [--kb DIR]",
                  about};
  options.words = {"what", "words..."};
  add_knowledge_option(options.accepted);
  const Parsed parsed = parse_options(options, arguments);
  if (parsed.exit) return *parsed.exit;
  const Result<Knowledge> knowledge = knowledge_of(parsed.given);
  if (!knowledge) return failed(knowledge.error().message);
  const std::string what = text_of(parsed.given, "what");
  const std::vector<std::string> words = list_of(parsed.given, "words");
  if (what == "list" && words.empty()) return list(*knowledge);
  if (what == "show" && words.size() == 1) return show(*knowledge, words.front());
  if (what == "search" && !words.empty()) return search(*knowledge, words);
  if (what == "lint" && words.empty()) return lint_all(*knowledge);
  if (what == "test" && words.empty()) return test_all(*knowledge);
  return misused("kb", "kb list, kb show CODE, kb search WORDS, kb lint or kb test");
}

}  // namespace fbd
