#include <doctest/doctest.h>

#include "tests/probes/config_server/config_server_test.h"

namespace fbd {

extern const Probe config_server_reachable;

namespace {

using namespace config_server_test;

constexpr std::string_view question = "network.config-server-port";

TEST_CASE("config-server.reachable tells the ways of not getting through apart") {
  struct Case {
    ErrorKind kind;
    Status status;
    std::string_view code;
  };
  const Case cases[] = {
      {ErrorKind::unresolved, Status::fail, "config-server.reachable.unresolved"},
      {ErrorKind::refused, Status::fail, "config-server.reachable.refused"},
      {ErrorKind::timed_out, Status::fail, "config-server.reachable.timed-out"},
      {ErrorKind::reset, Status::fail, "config-server.reachable.reset"},
      {ErrorKind::unreachable, Status::fail, "config-server.reachable.no-route"},
      {ErrorKind::denied, Status::fail, "config-server.reachable.prohibited"},
      // These say nothing about the network.
      {ErrorKind::not_collected, Status::unknown, "config-server.reachable.unknown"},
      {ErrorKind::failed, Status::unknown, "config-server.reachable.unknown"},
      {ErrorKind::malformed, Status::unknown, "config-server.reachable.unknown"},
  };
  for (const Case& one : cases) {
    CAPTURE(name(one.kind));
    const Finding found = finding(config_server_reachable, site_with_server(), question,
                                  error(one.kind, "what came back"));
    CHECK(found.verdict.status == one.status);
    CHECK(found.code() == one.code);
    if (one.status == Status::fail) {
      CHECK(found.verdict.values.at("server") == "cs01 (10.0.0.4)");
      CHECK(found.verdict.values.at("port") == "443");
      CHECK(found.verdict.values.at("answer") == "what came back");
    }
  }
}

TEST_CASE("config-server.reachable passes when a connection opens") {
  const Finding found = finding(
      config_server_reachable, site_with_server(), question,
      R"({"address": "10.0.0.4", "port": 443, "connect_microseconds": [812], "failed_tries": 4})");
  CHECK(found.verdict.status == Status::pass);
}

TEST_CASE("config-server.reachable: who is asked, and what is unknown") {
  Site no_server = site_with_server();
  no_server.hosts.pop_back();
  const Finding none = finding(config_server_reachable, no_server, "another", "");
  CHECK(none.verdict.status == Status::unknown);
  CHECK(none.verdict.reason->message.find("no configuration server") != std::string::npos);

  Site alone = site_with_server();
  alone.hosts.erase(alone.hosts.begin());
  alone.hosts.front().roles.add(Role::process_server);
  const Finding nobody = finding(config_server_reachable, alone, question, "");
  CHECK(nobody.verdict.status == Status::skipped);

  Site modernized = site_with_server();
  modernized.stack = Stack::modernized;
  CHECK(finding(config_server_reachable, modernized, question, "").verdict.status ==
        Status::skipped);
}

}  // namespace
}  // namespace fbd
