// MessageSet: all known messages, ready to be looked for.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/evidence/result.h"
#include "collectors/logs/gram_filter.h"
#include "collectors/logs/message.h"

namespace fbd {

/// The captures of a line, by the names of the groups.
using Captures = std::map<std::string, std::string, std::less<>>;

/// Can be used from several threads at once. Making one is cheap: an expression is compiled when a
/// line holds its literal for the first time.
class MessageSet {
 public:
  /// A message nobody can find (no pattern, or none that is a regular expression) is never found.
  explicit MessageSet(std::vector<KnownMessage> messages);
  ~MessageSet();
  MessageSet(const MessageSet&) = delete;
  MessageSet& operator=(const MessageSet&) = delete;

  const std::vector<KnownMessage>& messages() const { return messages_; }
  std::optional<std::size_t> index_of(std::string_view code) const;

  /// A place where a pattern may match.
  struct Candidate {
    std::size_t at;         // of the window in the text
    std::uint32_t pattern;  // number of the pattern
    std::uint32_t length;   // of the window
  };
  /// In the order of their places. Patterns without a literal have none: see unfiltered(). `kinds`
  /// are those of the log; short windows that none of its patterns has cost nothing then.
  void find(std::string_view text, LogKinds kinds, std::vector<Candidate>& candidates) const;

  /// The patterns without a literal of four bytes: every line has to be tried.
  const std::vector<std::uint32_t>& unfiltered() const { return unfiltered_; }

  std::size_t pattern_count() const { return patterns_.size(); }
  std::size_t message_of(std::uint32_t pattern) const { return patterns_[pattern].message; }

  /// Whether the pattern matches within the line, and what its groups hold.
  std::optional<Captures> match(std::uint32_t pattern, std::string_view line) const;

 private:
  struct Expression;
  struct Pattern {
    std::size_t message;
    std::uint32_t window = 0;  // bytes
    std::unique_ptr<Expression> expression;
  };
  std::vector<KnownMessage> messages_;
  std::vector<Pattern> patterns_;
  std::vector<std::uint32_t> unfiltered_;
  struct Filter {
    GramFilter grams;
    bool any_kind = false;
    LogKinds kinds = 0;
  };
  std::vector<Filter> filters_;  // one for each grid
};

/// Whether it is a regular expression, with groups whose names fit values: the names, or what is
/// wrong. Its literal is for lint: too short a one makes scanning slow.
struct PatternFacts {
  std::vector<std::string> names;
  std::string literal;  // "" if there is none of four bytes
};
Result<PatternFacts> inspect_pattern(std::string_view pattern);

}  // namespace fbd
