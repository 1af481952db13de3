#include "collectors/logs/scan_log.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "collectors/evidence/redaction.h"
#include "collectors/evidence/text.h"
#include "collectors/logs/line_blocks.h"
#include "collectors/logs/newlines.h"

namespace fbd {
namespace {

constexpr std::size_t longest_text = 400;     // of a line that is shown
constexpr std::size_t longest_capture = 200;  // of a value
constexpr int most_lines_above = 64;          // looked at for a time

std::string shown(std::string_view text, std::size_t at_most) {
  // Redacting costs more than finding: it sees only what can be shown.
  return printable(without_secrets(text.substr(0, 4 * at_most)), at_most);
}

class Scanner {
 public:
  Scanner(const MessageSet& set, const LogToScan& log)
      : set_(set),
        log_(log),
        kinds_(kinds_of_file(log.file)),
        tried_(set.pattern_count(), nothing),
        seen_(set.messages().size(), nothing) {}

  LogScan scan(ReadBytes text) {
    LineBlocks blocks(std::move(text));
    while (!(log_.enough && log_.enough())) {
      block_ = blocks.next();
      if (block_.empty()) break;
      scan_block();
      result_.bytes += block_.size();
    }
    result_.problem = blocks.problem();
    return std::move(result_);
  }

 private:
  static constexpr std::uint64_t nothing = ~std::uint64_t{0};

  void scan_block() {
    counted_to_ = 0;
    set_.find(block_, kinds_, candidates_);
    LineAt line;
    for (const MessageSet::Candidate& candidate : candidates_) {
      if (!is_for_this_log(candidate.pattern)) continue;
      // Looked up once: a long line may hold ten thousand candidates.
      if (candidate.at < line.begin || candidate.at >= line.begin + line.text.size())
        line = line_at(block_, candidate.at);
      if (candidate.at + candidate.length <= line.begin + line.text.size())
        try_pattern(candidate.pattern, line);
    }
    if (!set_.unfiltered().empty()) try_every_line();
    count_to(block_.size());
    time_above_ = time_of(block_.size());
  }

  void try_every_line() {
    for (std::size_t at = 0; at < block_.size();) {
      const LineAt line = line_at(block_, at);
      for (const std::uint32_t pattern : set_.unfiltered())
        if (is_for_this_log(pattern)) try_pattern(pattern, line);
      // Behind its '\r' and newline, or at once at the next piece.
      at = line.begin + line.text.size();
      if (at < block_.size() && block_[at] == '\r') ++at;
      if (at < block_.size() && block_[at] == '\n') ++at;
    }
  }

  bool is_for_this_log(std::uint32_t pattern) const {
    const LogKinds wanted = set_.messages()[set_.message_of(pattern)].kinds;
    return wanted == 0 || kinds_ == 0 || (wanted & kinds_) != 0;
  }

  void try_pattern(std::uint32_t pattern, const LineAt& line) {
    const std::uint64_t place = result_.bytes + line.begin;
    const std::size_t message = set_.message_of(pattern);
    if (tried_[pattern] == place || seen_[message] == place) return;
    tried_[pattern] = place;
    std::optional<Captures> captures = set_.match(pattern, line.text);
    if (!captures) return;
    seen_[message] = place;
    const std::optional<LogTime> time = time_of(line.begin, line.text);
    if (log_.since && time && *time < *log_.since) {
      result_.sightings.add_before(message);
      return;
    }
    for (auto& [name, value] : *captures) value = shown(value, longest_capture);
    result_.sightings.add(message, {log_.file, line_number(line.begin), time,
                                    shown(line.text, longest_text), std::move(*captures)});
  }

  std::optional<LogTime> time_of(std::size_t begin, std::string_view line) {
    if (const auto time = time_of_line(line, log_.newest)) return time;
    return time_of(begin);
  }

  /// Of the nearest line above the place that has one.
  std::optional<LogTime> time_of(std::size_t begin) const {
    for (int lines = 0; lines < most_lines_above && begin > 0; ++lines) {
      const std::size_t end = begin - 1;
      const std::size_t newline = end == 0 ? block_.npos : block_.rfind('\n', end - 1);
      begin = newline == block_.npos ? 0 : newline + 1;
      if (const auto time = time_of_line(block_.substr(begin, end - begin), log_.newest))
        return time;
    }
    return time_above_;
  }

  std::uint64_t line_number(std::size_t begin) {
    if (begin >= counted_to_) {
      count_to(begin);
      return result_.lines + 1;
    }
    // A pattern without a literal looks at the block a second time.
    return result_.lines + 1 - count_newlines(block_.substr(begin, counted_to_ - begin));
  }

  void count_to(std::size_t end) {
    result_.lines += count_newlines(block_.substr(counted_to_, end - counted_to_));
    counted_to_ = end;
  }

  const MessageSet& set_;
  const LogToScan& log_;
  const LogKinds kinds_;
  LogScan result_;
  std::string_view block_;
  std::vector<MessageSet::Candidate> candidates_;
  std::size_t counted_to_ = 0;        // the newlines before it are in result_.lines
  std::vector<std::uint64_t> tried_;  // by pattern: the place of the line it was tried on last
  std::vector<std::uint64_t> seen_;   // by message: of the line it was met in last
  std::optional<LogTime> time_above_;
};

}  // namespace

LogScan scan_text(const MessageSet& set, const LogToScan& log, ReadBytes text) {
  return Scanner(set, log).scan(std::move(text));
}

LogScan scan_log(const MessageSet& set, const LogToScan& log, ReadBytes bytes) {
  return scan_text(set, log, as_utf8(decompressed(std::move(bytes))));
}

}  // namespace fbd
