#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/probes/config_server/config_server_test.h"

namespace fbd {

extern const Probe config_server_latency;

namespace {

using namespace config_server_test;

Finding judged(std::string_view connects, int failed) {
  return finding(config_server_latency, site_with_server(), "network.config-server-port",
                 fmt::format(R"({{"address": "10.0.0.4", "port": 443, )"
                             R"("connect_microseconds": [{}], "failed_tries": {}}})",
                             connects, failed));
}

TEST_CASE("config-server.latency judges the median and the failed tries") {
  struct Case {
    std::string_view connects;
    int failed;
    std::string_view code;
    Values values;  // besides host, server and port
  };
  const Case cases[] = {
      {"812, 790, 801, 805, 799", 0, "config-server.latency", {{"median_milliseconds", "0.8"}}},
      // One slow packet is no latency.
      {"900, 900, 900, 900000, 900", 0, "config-server.latency", {{"median_milliseconds", "0.9"}}},
      {"150000, 150000, 150000", 0, "config-server.latency", {{"median_milliseconds", "150.0"}}},
      {"150001, 150001, 150001",
       0,
       "config-server.latency.high",
       {{"median_milliseconds", "150.0"}}},
      {"100, 200000", 0, "config-server.latency.high", {{"median_milliseconds", "200.0"}}},
      {"800, 800, 800, 800",
       1,
       "config-server.latency.unstable",
       {{"failed", "1"}, {"tries", "5"}}},
      {"900000", 4, "config-server.latency.unstable", {{"failed", "4"}, {"tries", "5"}}},
  };
  for (const Case& one : cases) {
    CAPTURE(one.connects);
    CAPTURE(one.failed);
    const Finding found = judged(one.connects, one.failed);
    CHECK(found.code() == one.code);
    for (const auto& [key, value] : one.values) CHECK(found.verdict.values.at(key) == value);
  }
}

TEST_CASE("config-server.latency: an answer that cannot be read is unknown") {
  for (const std::string_view answer :
       {"", "{}", "[]", "null", R"({"address": 4, "connect_microseconds": [1], "failed_tries": 0})",
        R"({"address": "a", "connect_microseconds": ["x"], "failed_tries": 0})",
        R"({"address": "a", "connect_microseconds": [], "failed_tries": 5})"}) {
    CAPTURE(answer);
    const Finding found = finding(config_server_latency, site_with_server(),
                                  "network.config-server-port", std::string(answer));
    CHECK(found.verdict.status == Status::unknown);
    CHECK(found.verdict.reason->kind == ErrorKind::malformed);
  }
}

}  // namespace
}  // namespace fbd
