#include <map>
#include <random>

#include <doctest/doctest.h>

#include "collectors/logs/line_blocks.h"
#include "collectors/logs/scan_logs.h"
#include "tests/collectors/logs/streams.h"

namespace fbd {
namespace {

std::vector<KnownMessage> sample_messages() {
  return {{"curl",
           Weight::fail,
           0,
           {R"(post request: \((?P<number>\d+)\))", "PostToSVServer.*\\(7\\)"}},
          {"status", Weight::warn, 0, {"RegisterHostStaticInfo failed with (?P<status>[a-z ]+)"}},
          {"short", Weight::warn, 0, {"EA04\\d\\d"}},
          {"middle", Weight::warn, 0, {"code : (?P<n>\\d+)$"}},
          {"slow", Weight::warn, 0, {"^[0-9a-f]+ [xyz]{3}$"}},
          {std::string(failover_code),
           Weight::note,
           *log_kind("agent"),
           {"Failover Detected Persisted UUID"}}};
}

/// The slow way: every pattern on every line, one after the other.
struct Slow {
  std::map<std::size_t, std::vector<std::uint64_t>> lines;  // by message
};
Slow slowly(const MessageSet& set, const std::string& text) {
  Slow slow;
  std::uint64_t number = 1;
  for (std::size_t at = 0; at < text.size(); ++number) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    for (std::size_t piece = at; piece < end || piece == at; piece += longest_line) {
      std::string_view line(text.data() + piece, std::min(end - piece, longest_line));
      if (line.ends_with('\r')) line.remove_suffix(1);
      std::vector<bool> met(set.messages().size());
      for (std::uint32_t pattern = 0; pattern < set.pattern_count(); ++pattern)
        if (!met[set.message_of(pattern)] && set.match(pattern, line)) {
          met[set.message_of(pattern)] = true;
          slow.lines[set.message_of(pattern)].push_back(number);
        }
    }
    at = end + 1;
  }
  return slow;
}

void check_same(const Slow& slow, const Sightings& fast) {
  CHECK(slow.lines.size() == fast.met().size());
  for (const auto& entry : slow.lines) {
    const auto& message = entry.first;
    const auto& lines = entry.second;
    CAPTURE(message);
    REQUIRE(fast.met().contains(message));
    const Sighting& one = fast.met().at(message);
    CHECK(one.count == lines.size());
    CHECK(one.first.line == lines.front());
    CHECK(one.last.line == lines.back());
  }
}

std::string random_log(std::mt19937& random, std::size_t bytes) {
  static const std::string pieces[] = {"failed to post request: (7) - x",
                                       "Post Request: (28)",
                                       "post request: ()",
                                       "RegisterHostStaticInfo failed with update failure.",
                                       "RegisterHostStaticInfo failed with 1",
                                       "EA0401",
                                       "ea0499",
                                       "EA04",
                                       "exit code : 17",
                                       "code : ",
                                       "beef xyz",
                                       "Failover Detected",
                                       "PostToSVServer",
                                       "(7)",
                                       " ",
                                       "\t",
                                       "some words",
                                       std::string(3, '\0'),
                                       "\xFF\xFE\x80"};
  std::string text;
  while (text.size() < bytes) {
    for (std::size_t n = random() % 4; n > 0; --n) text += pieces[random() % std::size(pieces)];
    if (random() % 3 != 0) text += random() % 4 == 0 ? "\r\n" : "\n";
  }
  return text;
}

TEST_CASE("a scan finds what trying every pattern on every line finds") {
  const MessageSet set(sample_messages());
  REQUIRE(set.unfiltered().size() == 1);
  std::mt19937 random(11);
  for (int round = 0; round < 30; ++round) {
    CAPTURE(round);
    const std::string text = random_log(random, random() % 200'000);
    const LogScan scan = scan_text(set, {"x", {}, {}, {}}, in_pieces(text, 70'000, random()));
    check_same(slowly(set, text), scan.sightings);
    CHECK(scan.bytes == text.size());
  }
}

TEST_CASE("lines of ten megabytes, and lines that end where a piece or a block does") {
  std::vector<KnownMessage> messages = sample_messages();
  messages.erase(messages.begin() + 4);  // every line costs a megabyte of trying
  const MessageSet set(std::move(messages));
  for (const std::size_t length : {std::size_t{10'000'000}, longest_line - 30, longest_line - 1,
                                   longest_line, 4 * longest_line - 20, 4 * longest_line - 1,
                                   4 * longest_line, 4 * longest_line + 1, 9 * longest_line}) {
    CAPTURE(length);
    std::string text = "EA0401 first\n" + std::string(length, 'x') + "post request: (7)\r\n";
    text += "exit code : 4\r\n" + std::string(length / 2, 'y') + "EA0402\nexit code : 5";
    const LogScan scan = scan_text(set, {"x", {}, {}, {}}, in_pieces(text, 1 << 16));
    check_same(slowly(set, text), scan.sightings);
  }
  // Many candidates in one long line must not cost the square of them.
  std::string hostile;
  while (hostile.size() < 4'000'000) hostile += "post request: (";
  const LogScan scan = scan_text(set, {"x", {}, {}, {}}, in_pieces(hostile, 1 << 20));
  CHECK(scan.sightings.met().empty());
}

TEST_CASE("a large file gives the same in parts and on threads, and however it is compressed") {
  std::vector<KnownMessage> messages = sample_messages();
  messages.erase(messages.begin() + 4);
  const MessageSet set(std::move(messages));
  std::mt19937 random(5);
  std::string text;
  const std::string part = random_log(random, 200'000);
  while (text.size() < 1'500'000) text += part;
  const LogScan whole = scan_text(set, {"a.log", {}, {}, {}}, in_pieces(text, 1 << 16));
  const LogFile file = log_of("a.log", text);
  for (const int threads : {1, 2, 5}) {
    ScanTerms terms;
    terms.threads = threads;
    terms.part_size = 400'000;
    const LogsScan scan = scan_logs(set, {file}, terms);
    CHECK(scan.bytes == text.size());
    CHECK(scan.unread.empty());
    REQUIRE(scan.sightings.met().size() == whole.sightings.met().size());
    for (const auto& [message, one] : whole.sightings.met()) {
      const Sighting& other = scan.sightings.met().at(message);
      CHECK(one.count == other.count);
      CHECK(one.first.line == other.first.line);
      CHECK(one.last.line == other.last.line);
    }
  }
  const LogsScan packed = scan_logs(set, {log_of("a.log.zst", through("zstd -qc", text))}, {});
  CHECK(packed.bytes == text.size());
  CHECK(packed.sightings.met().at(0).count == whole.sightings.met().at(0).count);
}

std::string agent_line(std::string_view time, std::string_view text) {
  return "#~> (" + std::string(time) + "):   ERROR  1234 140123456789 42 " + std::string(text) +
         "\n";
}

TEST_CASE("values, place and time are those of the lines, first and last by time") {
  const MessageSet set(sample_messages());
  const LogsScan scan = scan_logs(
      set,
      {log_of("/var/log/svagents_curr_2.log",
              agent_line("02-06-2018 10:00:00", "failed to post request: (7) - x") +
                  agent_line("02-06-2018 10:00:05", "exception\n  in a second line EA0418"),
              *parse_log_time("2018-02-06 10:00:05")),
       log_of(
           "/var/log/svagents_completed_1.log",
           agent_line("02-06-2018 09:00:00", "failed to post request: (28) - token=hunter2 \x01"),
           *parse_log_time("2018-02-06 09:00:00"))},
      {});
  const Sighting& curl = scan.sightings.met().at(0);
  CHECK(curl.count == 2);
  CHECK(curl.first.file == "/var/log/svagents_completed_1.log");
  CHECK(curl.first.captures.at("number") == "28");
  CHECK(curl.first.text.find("hunter2") == std::string::npos);
  CHECK(curl.first.text.find('\x01') == std::string::npos);
  CHECK(log_time_text(*curl.last.time) == "2018-02-06 10:00:00");
  CHECK(curl.last.line == 1);
  CHECK(curl.last.captures.at("number") == "7");
  // A line of an exception has the time of the message it belongs to.
  CHECK(log_time_text(*scan.sightings.met().at(2).last.time) == "2018-02-06 10:00:05");
  CHECK(scan.sightings.met().at(2).last.line == 3);
}

TEST_CASE("what was logged before the last failover is counted apart") {
  const MessageSet set(sample_messages());
  const std::vector<LogFile> files = {log_of(
      "svagents.log", agent_line("02-06-2018 09:00:00", "post request: (7)") +
                          agent_line("02-06-2018 09:30:00", "Failover Detected Persisted UUID: a") +
                          agent_line("02-06-2018 10:00:00", "post request: (28)") +
                          "no time post request: (6)\n")};
  const std::optional<LogTime> failover = last_failover(set, files, {});
  REQUIRE(failover);
  CHECK(log_time_text(*failover) == "2018-02-06 09:30:00");
  ScanTerms terms;
  terms.since = failover;
  const LogsScan scan = scan_logs(set, files, terms);
  const Sighting& curl = scan.sightings.met().at(0);
  CHECK(curl.before == 1);
  CHECK(curl.count == 2);
  CHECK(curl.first.captures.at("number") == "28");
}

TEST_CASE("patterns of another kind of log are not looked for, and of a file of no kind all") {
  const MessageSet set({{"cxps", Weight::warn, *log_kind("cxps"), {"ssl handshake failed"}}});
  const std::string text = "2018-02-06 10:15:30 error ssl handshake failed: x\n";
  CHECK(scan_logs(set, {log_of("cxps.err.log", text)}, {}).sightings.met().size() == 1);
  CHECK(scan_logs(set, {log_of("syslog", text)}, {}).sightings.met().empty());
  CHECK(scan_logs(set, {log_of("mail.txt", text)}, {}).sightings.met().size() == 1);
}

TEST_CASE("what could not be read is named, and the rest is looked at") {
  const MessageSet set(sample_messages());
  LogFile closed = log_of("closed", "");
  closed.open = [](std::uint64_t) -> Result<ReadBytes> {
    return error(ErrorKind::denied, "permission denied");
  };
  const std::string gz = through("gzip -c", std::string(50'000, 'a') + "\nEA0401\n");
  const LogsScan scan = scan_logs(
      set, {closed, log_of("cut.gz", gz.substr(0, gz.size() - 3)), log_of("x", "EA0402\n")}, {});
  CHECK(scan.sightings.met().at(2).count >= 1);
  REQUIRE(scan.unread.size() == 2);
  CHECK(scan.unread[0].file == "closed");
  CHECK(scan.unread[0].error.kind == ErrorKind::denied);
  CHECK(scan.unread[1].file == "cut.gz");
  ScanTerms no_time;
  no_time.enough = [] { return true; };
  const LogsScan none = scan_logs(set, {log_of("x", "EA0402\n")}, no_time);
  CHECK(none.sightings.met().empty());
  REQUIRE(none.unread.size() == 1);
  CHECK(none.unread[0].error.kind == ErrorKind::timed_out);
}

TEST_CASE("a pattern is a regular expression with values, or refused") {
  CHECK(inspect_pattern("post request: \\((?P<number>\\d+)\\)")->names ==
        std::vector<std::string>{"number"});
  CHECK(inspect_pattern("post request")->literal.size() == 11);
  CHECK(inspect_pattern("\\d+ \\w+")->literal.empty());
  CHECK_FALSE(inspect_pattern("(open"));
  CHECK_FALSE(inspect_pattern("(?P<Number>x)"));
  CHECK_FALSE(inspect_pattern("x*"));
  CHECK_FALSE(inspect_pattern("(a)\\1"));
}

}  // namespace
}  // namespace fbd
