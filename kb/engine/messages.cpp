#include "kb/engine/messages.h"

#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "collectors/logs/message_set.h"
#include "collectors/logs/scan_log.h"

namespace fbd {
namespace {

bool has_patterns(const Article& article) {
  return article.code.starts_with(message_prefix) && !article.message.patterns.empty();
}

KnownMessage message_of(const Article& article) {
  KnownMessage message;
  message.code = article.code.substr(message_prefix.size());
  message.weight = weight(article.message.weight).value_or(Weight::warn);
  for (const std::string& kind : article.message.logs) message.kinds |= log_kind(kind).value_or(0);
  message.patterns = article.message.patterns;
  return message;
}

/// The names that all patterns capture.
std::vector<std::string> captures_of(const Article& article) {
  std::vector<std::string> common;
  bool first = true;
  for (const std::string& pattern : article.message.patterns) {
    const Result<PatternFacts> facts = inspect_pattern(pattern);
    if (!facts) continue;
    if (first) common = facts->names;
    std::erase_if(common, [&](const std::string& name) {
      return std::find(facts->names.begin(), facts->names.end(), name) == facts->names.end();
    });
    first = false;
  }
  return common;
}

ReadBytes bytes_of(std::string text) {
  return put_back(std::move(text), [](std::span<char>) { return std::size_t{0}; });
}

/// Whether a scan of this line finds the message.
bool is_found(const MessageSet& set, std::size_t message, std::string_view line) {
  // A name that no kind of log has: every pattern is tried.
  const LogToScan log{"example", {}, std::nullopt, {}};
  return scan_text(set, log, bytes_of(std::string(line) + "\n")).sightings.met().contains(message);
}

void lint_message(const Article& article, std::vector<Complaint>& complaints) {
  const Article::Message& message = article.message;
  const auto complain = [&](int line, std::string what) {
    complaints.push_back({article.file, line, std::move(what)});
  };
  if (!article.code.starts_with(message_prefix))
    return complain(article.lines.message,
                    fmt::format("only articles named {}* are about logs", message_prefix));
  for (std::size_t i = 0; i < message.patterns.size(); ++i) {
    const std::string& pattern = message.patterns[i];
    const int line = article.lines.patterns[i];
    const Result<PatternFacts> facts = inspect_pattern(pattern);
    if (!facts) {
      complain(line, facts.error().message);
      continue;
    }
    if (facts->literal.empty())
      complain(line,
               "no four characters in a row are sure to be there: every line of every log "
               "has to be tried");
    const MessageSet alone({{"alone", Weight::warn, 0, {pattern}}});
    if (std::none_of(message.matches.begin(), message.matches.end(),
                     [&](const std::string& example) { return is_found(alone, 0, example); }))
      complain(line, "no line of 'matches' is an example of this pattern");
  }
  if (message.ignores.empty())
    complain(article.lines.message, "'ignores' holds no line that looks like it and is not");
}

}  // namespace

std::vector<KnownMessage> known_messages(const Knowledge& knowledge) {
  std::vector<KnownMessage> all;
  for (const auto& [code, article] : knowledge.articles())
    if (has_patterns(article)) all.push_back(message_of(article));
  return all;
}

std::vector<KnownCode> message_codes(const Knowledge& knowledge) {
  std::vector<KnownCode> all;
  for (const auto& [code, article] : knowledge.articles()) {
    if (!has_patterns(article)) continue;
    KnownCode known{code,
                    message_of(article).weight == Weight::fail ? Status::fail : Status::warn,
                    {"host", "count", "first", "last", "file", "line", "text"}};
    for (std::string& name : captures_of(article)) known.values.push_back(std::move(name));
    all.push_back(std::move(known));
  }
  return all;
}

std::vector<Complaint> lint_messages(const Knowledge& knowledge) {
  std::vector<Complaint> complaints;
  for (const auto& [code, article] : knowledge.articles())
    if (article.lines.message != 1) lint_message(article, complaints);
  return complaints;
}

ExamplesRun run_examples(const Knowledge& knowledge) {
  const MessageSet set(known_messages(knowledge));
  ExamplesRun run;
  for (const auto& [code, article] : knowledge.articles()) {
    if (!has_patterns(article)) continue;
    const std::size_t message = *set.index_of(code.substr(message_prefix.size()));
    const auto check = [&, &article = article](const std::vector<std::string>& lines, bool wanted) {
      for (const std::string& line : lines) {
        ++run.examples;
        if (is_found(set, message, line) != wanted)
          run.failures.push_back(
              {article.file, article.lines.message,
               fmt::format("{}: \"{}\"", wanted ? "not found" : "found, but must not be", line)});
      }
    };
    check(article.message.matches, true);
    check(article.message.ignores, false);
  }
  return run;
}

}  // namespace fbd
