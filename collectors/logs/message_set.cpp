#include "collectors/logs/message_set.h"

#include <re2/re2.h>

#include <algorithm>
#include <mutex>

#include <fmt/format.h>

#include "collectors/logs/literal.h"

namespace fbd {
namespace {

constexpr std::int64_t most_memory = std::int64_t{1} << 20;  // of one expression

RE2::Options options() {
  RE2::Options chosen(RE2::Latin1);  // a log is bytes; not all of them are UTF-8
  chosen.set_case_sensitive(false);
  chosen.set_log_errors(false);
  chosen.set_max_mem(most_memory);
  return chosen;
}

re2::StringPiece piece(std::string_view text) { return {text.data(), text.size()}; }

bool is_value_name(std::string_view name) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  };
  return !name.empty() && name.front() >= 'a' && std::all_of(name.begin(), name.end(), fits);
}

}  // namespace

std::string_view name(Weight weight) {
  return weight == Weight::fail ? "fail" : weight == Weight::warn ? "warn" : "note";
}

std::optional<Weight> weight(std::string_view name) {
  for (const Weight one : {Weight::fail, Weight::warn, Weight::note})
    if (name == fbd::name(one)) return one;
  return std::nullopt;
}

struct MessageSet::Expression {
  std::string text;
  std::once_flag compiled;
  std::unique_ptr<RE2> re2;

  const RE2& get() {
    std::call_once(compiled, [this] { re2 = std::make_unique<RE2>(piece(text), options()); });
    return *re2;
  }
};

MessageSet::MessageSet(std::vector<KnownMessage> messages) : messages_(std::move(messages)) {
  for (const Grid& grid : grids) filters_.push_back({GramFilter(grid), false, 0});
  for (std::size_t message = 0; message < messages_.size(); ++message)
    for (const std::string& text : messages_[message].patterns) {
      const auto number = static_cast<std::uint32_t>(patterns_.size());
      const Window window = rarest_window(required_literals(text));
      Pattern pattern{message, static_cast<std::uint32_t>(window.text.size()),
                      std::make_unique<Expression>()};
      pattern.expression->text = text;
      patterns_.push_back(std::move(pattern));
      if (window.text.empty()) {
        unfiltered_.push_back(number);
        continue;
      }
      const auto* const place = std::find(grids.begin(), grids.end(), window.grid);
      Filter& filter = filters_[static_cast<std::size_t>(place - grids.begin())];
      filter.grams.add(window.text, number);
      filter.kinds |= messages_[message].kinds;
      filter.any_kind = filter.any_kind || messages_[message].kinds == 0;
    }
}

MessageSet::~MessageSet() = default;

std::optional<std::size_t> MessageSet::index_of(std::string_view code) const {
  for (std::size_t i = 0; i < messages_.size(); ++i)
    if (messages_[i].code == code) return i;
  return std::nullopt;
}

void MessageSet::find(std::string_view text, LogKinds kinds,
                      std::vector<Candidate>& candidates) const {
  std::vector<GramFilter::Hit> hits;
  for (const Filter& filter : filters_)
    if (filter.any_kind || kinds == 0 || (filter.kinds & kinds) != 0) filter.grams.find(text, hits);
  candidates.clear();
  for (const GramFilter::Hit& hit : hits)
    candidates.push_back({hit.at, hit.owner, patterns_[hit.owner].window});
  std::sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) {
    return a.at != b.at ? a.at < b.at : a.pattern < b.pattern;
  });
}

std::optional<Captures> MessageSet::match(std::uint32_t pattern, std::string_view line) const {
  const RE2& expression = patterns_[pattern].expression->get();
  if (!expression.ok()) return std::nullopt;
  std::vector<re2::StringPiece> groups(
      static_cast<std::size_t>(expression.NumberOfCapturingGroups()) + 1);
  if (!expression.Match(piece(line), 0, line.size(), RE2::UNANCHORED, groups.data(),
                        static_cast<int>(groups.size())))
    return std::nullopt;
  Captures captures;
  for (const auto& [name, number] : expression.NamedCapturingGroups()) {
    const re2::StringPiece& group = groups[static_cast<std::size_t>(number)];
    captures.emplace(name, std::string(group.data(), group.size()));
  }
  return captures;
}

Result<PatternFacts> inspect_pattern(std::string_view pattern) {
  const RE2 expression(piece(pattern), options());
  if (!expression.ok())
    return error(ErrorKind::malformed,
                 fmt::format("no regular expression: {}", expression.error()));
  if (expression.Match("", 0, 0, RE2::UNANCHORED, nullptr, 0))
    return error(ErrorKind::malformed, "the pattern matches an empty line, and so every line");
  PatternFacts facts;
  for (const auto& [name, number] : expression.NamedCapturingGroups()) {
    if (!is_value_name(name))
      return error(ErrorKind::malformed,
                   fmt::format("a group is named like a value, in lower case, not '{}'", name));
    facts.names.push_back(name);
  }
  facts.literal = rarest_window(required_literals(pattern)).text;
  return facts;
}

}  // namespace fbd
