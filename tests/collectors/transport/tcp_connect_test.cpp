#include "collectors/transport/tcp_connect.h"

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <sys/socket.h>

#include <atomic>

#include <nlohmann/json.hpp>

#include "collectors/transport/event_loop.h"
#include "tests/collectors/transport/peers.h"

using namespace fbd;
using namespace std::chrono_literals;

TEST_CASE("a connection answers with its address and times") {
  const peers::Server server;
  struct Case {
    std::string host;
    int tries;
  };
  for (const Case& c : {Case{"127.0.0.1", 1}, Case{"127.0.0.1", 5}, Case{"localhost", 2}}) {
    CAPTURE(c.host);
    const Observation observation = peers::ask(TcpConnect{c.host, server.port(), c.tries}, 5s);
    REQUIRE_MESSAGE(observation.answer, observation.answer.error().message);
    const nlohmann::json answer = nlohmann::json::parse(*observation.answer);
    CHECK(answer["address"] == "127.0.0.1");
    CHECK(answer["port"] == server.port());
    CHECK(answer["failed_tries"] == 0);
    CHECK(answer["connect_microseconds"].size() == static_cast<std::size_t>(c.tries));
    for (const auto& took : answer["connect_microseconds"]) CHECK(took.get<long>() < 5'000'000);
    CHECK(observation.at.time_since_epoch() > 1'000'000s);
  }
}

TEST_CASE("a connection that cannot be made says what was tried and what came back") {
  const std::uint16_t port = peers::closed_port();
  struct Case {
    std::string host;
    ErrorKind kind;
    std::string message;
  };
  const Case cases[] = {
      {"127.0.0.1", ErrorKind::refused,
       fmt::format("web01: connect to 127.0.0.1, TCP port {}: connection refused", port)},
      {"localhost", ErrorKind::refused, "connection refused"},
      {"no-such-name.invalid", ErrorKind::unresolved,
       fmt::format("web01: connect to no-such-name.invalid, TCP port {}: no-such-name.invalid "
                   "cannot be resolved: ",
                   port)},
      {"", ErrorKind::unresolved, "cannot be resolved"},
      {"bad name\n", ErrorKind::unresolved, "cannot be resolved"},
      // Multicast addresses have no route for TCP.
      {"224.0.0.1", ErrorKind::unreachable, "network is unreachable"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.host);
    const Observation observation = peers::ask(TcpConnect{c.host, port, 3}, 8s);
    REQUIRE_FALSE(observation.answer);
    const std::string& message = observation.answer.error().message;
    CAPTURE(message);
    CHECK(observation.answer.error().kind == c.kind);
    CHECK(message.find(c.message) != std::string::npos);
    CHECK(message.find('\n') == std::string::npos);
  }
}

namespace {

/// A listening socket whose queue is full: what connects now gets no answer, as behind a firewall
/// that drops.
class Deaf {
 public:
  Deaf() : socket_(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)) {
    name_.sin_family = AF_INET;
    name_.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof name_;
    REQUIRE(bind(socket_.fd(), address(), size) == 0);
    REQUIRE(listen(socket_.fd(), 0) == 0);
    REQUIRE(getsockname(socket_.fd(), reinterpret_cast<sockaddr*>(&name_), &size) == 0);
    for (int i = 0; i < 4; ++i) {
      fill_.emplace_back(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
      (void)!connect(fill_.back().fd(), address(), size);
    }
  }
  std::uint16_t port() const { return ntohs(name_.sin_port); }
  /// Makes room again.
  void wake() {
    fill_.clear();
    while (Descriptor(accept4(socket_.fd(), nullptr, nullptr, SOCK_CLOEXEC))) {
    }
  }

 private:
  const sockaddr* address() const { return reinterpret_cast<const sockaddr*>(&name_); }
  Descriptor socket_;
  sockaddr_in name_{};
  std::vector<Descriptor> fill_;
};

}  // namespace

TEST_CASE("nobody is waited for past the deadline") {
  const Deaf deaf;
  const Clock::time_point begin = Clock::now();
  const Observation observation = peers::ask(TcpConnect{"127.0.0.1", deaf.port(), 1}, 700ms);
  const auto took = Clock::now() - begin;
  CHECK(took >= 700ms);
  CHECK(took < 1500ms);
  REQUIRE_FALSE(observation.answer);
  CHECK(observation.answer.error().kind == ErrorKind::timed_out);
  CHECK(observation.answer.error().message ==
        fmt::format("web01: connect to 127.0.0.1, TCP port {}: no answer within 700 ms",
                    deaf.port()));
  CHECK(observation.took >= 700ms);
}

TEST_CASE("later tries that fail are counted") {
  bool seen = false;
  for (int round = 0; round < 50 && !seen; ++round) {
    std::atomic<int> listener = -1;
    // Stops listening as soon as it notices the first connection.
    const peers::Server server([&](int) { shutdown(listener, SHUT_RDWR); });
    listener = server.listener();
    const Observation observation = peers::ask(TcpConnect{"127.0.0.1", server.port(), 60}, 5s);
    REQUIRE(observation.answer);
    const nlohmann::json answer = nlohmann::json::parse(*observation.answer);
    const std::size_t worked = answer["connect_microseconds"].size();
    CHECK(worked >= 1);
    CHECK(worked + answer["failed_tries"].get<std::size_t>() == 60);
    seen = worked < 60;
  }
  CHECK(seen);
}

TEST_CASE("a later try ends with the deadline") {
  Deaf deaf;
  deaf.wake();
  // One connection finds room, those after it do not.
  const Clock::time_point begin = Clock::now();
  const Observation observation = peers::ask(TcpConnect{"127.0.0.1", deaf.port(), 100}, 1s);
  CHECK(Clock::now() - begin < 2s);
  REQUIRE_MESSAGE(observation.answer, observation.answer.error().message);
  const nlohmann::json answer = nlohmann::json::parse(*observation.answer);
  CHECK(answer["connect_microseconds"].size() >= 1);
  CHECK(answer["failed_tries"] == 1);
}

TEST_CASE("many connections are made at once") {
  const Deaf deaf;
  const peers::Server server([](int) {});
  LiveSource source(peers::local_site());
  std::vector<Question> questions;
  for (int i = 0; i < 300; ++i) {
    const std::uint16_t port = i % 2 == 0 ? deaf.port() : server.port();
    questions.push_back({"web01", fmt::format("q{}", i), TcpConnect{"127.0.0.1", port, 1}});
  }
  const Clock::time_point begin = Clock::now();
  const std::vector<Observation> answers = peers::ask(source, questions, 1s);
  CHECK(Clock::now() - begin < 2s);
  for (std::size_t i = 0; i < answers.size(); ++i)
    CHECK(answers[i].answer.has_value() == (i % 2 == 1));
}
