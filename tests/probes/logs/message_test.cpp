#include <doctest/doctest.h>

#include "tests/probes/one_host.h"

namespace fbd {

extern const Probe logs_message;

namespace {

std::string answer(const std::string& messages, const std::string& unread = "", int files = 3) {
  return R"({"since": "", "files": )" + std::to_string(files) + R"(, "bytes": 9, "messages": [)" +
         messages + R"(], "unread": [)" + unread + "]}";
}

std::string message(const std::string& weight, int count) {
  const std::string place = R"({"file": "/var/log/svagents.log", "line": 7, "time": )"
                            R"("2018-02-06 10:15:30", "text": "post request: 7"})";
  return R"({"code": "curl-connect", "weight": ")" + weight + R"(", "count": )" +
         std::to_string(count) + R"(, "before": 2, "values": {"number": "7", "file": "x"}, )" +
         R"("first": )" + place + R"(, "last": )" + place + "}";
}

std::vector<Finding> findings(const OneHost& host) {
  const Probe* const probes[] = {&logs_message};
  return judge(probes, host.site, host.evidence);
}

TEST_CASE("each known message of the logs is a finding with its values") {
  OneHost host;
  host.with("logs.messages", answer(message("fail", 4)));
  const std::vector<Finding> all = findings(host);
  REQUIRE(all.size() == 1);
  CHECK(all[0].code() == "logs.message.curl-connect");
  CHECK(all[0].verdict.status == Status::fail);
  CHECK(value(all[0].verdict, "count") == "4");
  CHECK(value(all[0].verdict, "number") == "7");
  // What a pattern captures does not change where it was seen.
  CHECK(value(all[0].verdict, "file") == "/var/log/svagents.log");
  CHECK(value(all[0].verdict, "last") == "2018-02-06 10:15:30");
}

TEST_CASE("what the logs hold besides") {
  const struct {
    std::string answer;
    std::string outcome;
  } cases[] = {
      {answer(""), "pass"},
      {answer(message("warn", 1)), "warn curl-connect"},
      {answer(message("note", 1)), "pass"},
      {answer(message("fail", 0)), "pass"},  // older than the last failover
      {answer("", "", 0), "unknown not-found"},
      {answer("", R"({"file": "a", "kind": "timed-out", "message": "no time"})"),
       "unknown timed-out"},
      {"nonsense", "unknown malformed"},
  };
  for (const auto& one : cases) {
    CAPTURE(one.answer);
    OneHost host;
    host.with("logs.messages", one.answer);
    CHECK(outcome(host.verdict(logs_message)) == one.outcome);
  }
  OneHost never;
  CHECK(outcome(never.verdict(logs_message)) == "skipped not-collected");
  OneHost stopped;
  stopped.without("logs.messages", ErrorKind::not_collected);
  CHECK(outcome(stopped.verdict(logs_message)) == "unknown not-collected");
}

TEST_CASE("a message and a log that was not read are two findings") {
  OneHost host;
  host.with("logs.messages",
            answer(message("fail", 1), R"({"file": "a", "kind": "denied", "message": "denied"})"));
  const std::vector<Finding> all = findings(host);
  REQUIRE(all.size() == 2);
  CHECK(all[0].verdict.status == Status::fail);
  CHECK(all[1].verdict.status == Status::unknown);
}

}  // namespace
}  // namespace fbd
