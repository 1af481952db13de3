// Runs behind tests/peers/behind-firewall, which says what is at which address.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <regex>

#include <nlohmann/json.hpp>

#include "collectors/transport/event_loop.h"
#include "collectors/transport/live_source.h"
#include "tests/collectors/transport/peers.h"

using namespace fbd;
using namespace std::chrono_literals;

TEST_CASE("what a firewall does is told apart") {
  struct Case {
    std::string host;
    ErrorKind kind;
    std::string message;
  };
  const Case cases[] = {
      {"127.0.0.11", ErrorKind::timed_out,
       "web01: connect to 127.0.0.11, TCP port 443: no answer within N ms"},
      {"127.0.0.12", ErrorKind::unreachable,
       "web01: connect to 127.0.0.12, TCP port 443: no route to host"},
      {"127.0.0.13", ErrorKind::unreachable,
       "web01: connect to 127.0.0.13, TCP port 443: network is unreachable"},
      {"127.0.0.14", ErrorKind::unreachable,
       "web01: connect to 127.0.0.14, TCP port 443: no route to host"},
      {"127.0.0.15", ErrorKind::refused,
       "web01: connect to 127.0.0.15, TCP port 443: connection refused"},
      {"10.1.2.3", ErrorKind::unreachable,
       "web01: connect to 10.1.2.3, TCP port 443: network is unreachable"},
      {"none-answers", ErrorKind::refused,
       "web01: connect to none-answers, TCP port 443: 127.0.0.11: no answer within N ms; "
       "127.0.0.15: connection refused"},
      {"nobody", ErrorKind::unresolved,
       "web01: connect to nobody, TCP port 443: nobody cannot be resolved: name or service not "
       "known"},
  };
  for (const Case& c : cases) {
    for (const Request& request :
         {Request(TcpConnect{c.host, 443, 2}), Request(TlsHandshake{c.host, 443, c.host})}) {
      CAPTURE(describe(request));
      const Clock::time_point begin = Clock::now();
      const Observation observation = peers::ask(request, 600ms);
      const auto took = Clock::now() - begin;
      CHECK(took < 1200ms);
      REQUIRE_FALSE(observation.answer);
      CHECK(name(observation.answer.error().kind) == name(c.kind));
      CHECK(std::regex_replace(observation.answer.error().message, std::regex("[0-9]+ ms"),
                               "N ms") == c.message);
    }
  }
}

TEST_CASE("an address that does not answer leaves time for the next") {
  const peers::Server server({}, "127.0.0.16");
  const Observation observation = peers::ask(TcpConnect{"second-answers", server.port(), 2}, 1s);
  REQUIRE_MESSAGE(observation.answer, observation.answer.error().message);
  const nlohmann::json answer = nlohmann::json::parse(*observation.answer);
  CHECK(answer["address"] == "127.0.0.16");
  CHECK(answer["connect_microseconds"].size() == 2);
  CHECK(observation.took >= 450ms);
}

TEST_CASE("hundreds that do not answer take no longer than one") {
  const peers::Server server;
  LiveSource source(peers::local_site());
  std::vector<Question> questions;
  for (int i = 0; i < 500; ++i) {
    const bool healthy = i % 10 == 0;
    questions.push_back({"web01", fmt::format("q{}", i),
                         TcpConnect{healthy ? "127.0.0.1" : "127.0.0.11", server.port(), 1}});
  }
  const Clock::time_point begin = Clock::now();
  const std::vector<Observation> answers = peers::ask(source, questions, 1s);
  CHECK(Clock::now() - begin < 2s);
  for (std::size_t i = 0; i < answers.size(); ++i)
    CHECK(answers[i].answer.has_value() == (i % 10 == 0));
}
