// What the articles say about logs: known messages, ready to be looked for, tested by their own
// examples.
#pragma once

#include <string_view>
#include <vector>

#include "collectors/logs/message.h"
#include "kb/engine/knowledge.h"

namespace fbd {

/// Articles with patterns are named by it; what follows is the message's code.
inline constexpr std::string_view message_prefix = "logs.message.";

/// The messages of all articles with patterns, in the order of their codes.
std::vector<KnownMessage> known_messages(const Knowledge& knowledge);

/// Their codes as findings have them, with the values that every finding fills in: where and when
/// it was seen, and what all patterns of the article capture.
std::vector<KnownCode> message_codes(const Knowledge& knowledge);

/// What is wrong with the keys about logs: no regular expression, no literal of four bytes (which
/// makes every scan slow), no examples, a pattern without an example that it matches.
std::vector<Complaint> lint_messages(const Knowledge& knowledge);

/// Runs the examples: every line of `matches` must be found as this message in a log of its kind,
/// and no line of `ignores`. As a scan does it, with all patterns at once.
struct ExamplesRun {
  std::size_t examples = 0;
  std::vector<Complaint> failures;
};
ExamplesRun run_examples(const Knowledge& knowledge);

}  // namespace fbd
