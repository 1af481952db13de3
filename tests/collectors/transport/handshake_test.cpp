#include "collectors/transport/handshake.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>

#include <nlohmann/json.hpp>

#include "collectors/transport/event_loop.h"
#include "tests/collectors/transport/peers.h"

using namespace fbd;
using namespace std::chrono_literals;
using nlohmann::json;

namespace {

const peers::TemporaryDirectory& certificates() {
  static const peers::TemporaryDirectory directory;
  static const bool made = (peers::make_certificates(directory), true);
  REQUIRE(made);
  return directory;
}

std::string with(const std::string& certificate) {
  return "-key " + certificates().in("key.pem") + " -cert " + certificates().in(certificate) + " ";
}

json shake(std::uint16_t port, const std::string& server_name,
           std::chrono::milliseconds deadline = 5s) {
  const Observation observation =
      peers::ask(TlsHandshake{"127.0.0.1", port, server_name}, deadline);
  REQUIRE_MESSAGE(observation.answer, observation.answer.error().message);
  return json::parse(*observation.answer);
}

bool failed_check(const json& answer, int code) {
  return std::any_of(answer["verify"].begin(), answer["verify"].end(),
                     [&](const json& check) { return check["code"] == code; });
}

constexpr int has_expired = 10;
constexpr int self_signed = 18;
constexpr int hostname_mismatch = 62;
constexpr int address_mismatch = 64;

}  // namespace

TEST_CASE("what a TLS server is, is told whatever its certificate is worth") {
  struct Case {
    std::string arguments;
    std::string certificate;
    std::string server_name;
    std::string protocol;
    std::vector<int> failed;
    std::vector<int> passed;
  };
  const Case cases[] = {
      {"", "valid.pem", "cs01", "TLSv1.3", {self_signed}, {hostname_mismatch, has_expired}},
      {"", "valid.pem", "127.0.0.1", "TLSv1.3", {self_signed}, {address_mismatch}},
      {"", "valid.pem", "", "TLSv1.3", {self_signed}, {hostname_mismatch}},
      {"", "valid.pem", "other", "TLSv1.3", {self_signed, hostname_mismatch}, {}},
      {"", "valid.pem", "10.0.0.4", "TLSv1.3", {self_signed, address_mismatch}, {}},
      {"", "expired.pem", "cs01", "TLSv1.3", {self_signed, has_expired}, {}},
      {"-tls1_2", "valid.pem", "cs01", "TLSv1.2", {self_signed}, {}},
      {"-tls1_1 -cipher ALL:@SECLEVEL=0", "valid.pem", "cs01", "TLSv1.1", {self_signed}, {}},
      {"-tls1 -cipher ALL:@SECLEVEL=0", "valid.pem", "cs01", "TLSv1", {self_signed}, {}},
      {"-tls1_2 -cipher AES128-SHA", "valid.pem", "cs01", "TLSv1.2", {self_signed}, {}},
  };
  for (const Case& c : cases) {
    CAPTURE(c.arguments);
    CAPTURE(c.certificate);
    CAPTURE(c.server_name);
    // -rev answers every line with the line reversed: enough to see that HTTP was asked.
    const peers::OpensslServer server(with(c.certificate) + "-rev " + c.arguments);
    const json answer = shake(server.port(), c.server_name);
    CAPTURE(answer.dump());
    CHECK(answer["outcome"] == "completed");
    CHECK(answer["address"] == "127.0.0.1");
    CHECK(answer["port"] == server.port());
    CHECK(answer["server_name"] == c.server_name);
    CHECK(answer["protocol"] == c.protocol);
    CHECK(answer["cipher"] != "");
    CHECK(answer["greeting"] == "");
    CHECK(answer["http"] == "1.1/PTTH / DAEH");
    CHECK(answer["connect_microseconds"].get<long>() > 0);
    CHECK(answer["handshake_microseconds"].get<long>() > 0);
    for (const int code : c.failed) CHECK(failed_check(answer, code));
    for (const int code : c.passed) CHECK_FALSE(failed_check(answer, code));
    REQUIRE(answer["chain"].size() == 1);
    const json& own = answer["chain"][0];
    CHECK(own["self_signed"] == true);
    CHECK(own["key"] == "RSA 2048");
    CHECK(own["sha256"].get<std::string>().size() == 64);
    CHECK(own["sha1"].get<std::string>().size() == 40);
    if (c.certificate == "expired.pem") {
      CHECK(own["subject"] == "CN=cs01");
      CHECK(own["not_before"] == "2020-01-01T00:00:00Z");
      CHECK(own["not_after"] == "2021-01-02T03:04:05Z");
      CHECK(own["names"] == json::array());
    } else {
      CHECK(own["subject"] == "CN=cs01,O=Contoso");
      CHECK(own["issuer"] == "CN=cs01,O=Contoso");
      CHECK(own["names"] == json::array({"dns:cs01", "ip:127.0.0.1"}));
    }
  }
}

TEST_CASE("the fingerprint is the one that openssl shows") {
  const std::string shown = certificates().in("fingerprint");
  peers::run("openssl x509 -in " + certificates().in("valid.pem") +
             " -noout -fingerprint -sha256 | sed 's/.*=//; s/://g' | tr A-F a-f | tr -d '\\n' >" +
             shown);
  const peers::OpensslServer server(with("valid.pem") + "-rev");
  const json answer = shake(server.port(), "cs01");
  peers::run("test \"$(cat " + shown + ")\" = " + answer["chain"][0]["sha256"].get<std::string>());
}

TEST_CASE("SNI names the server, unless its name is an address") {
  for (const std::string name : {"cs01", "127.0.0.1"}) {
    CAPTURE(name);
    // Whoever asks for cs01 by SNI gets the other certificate.
    const peers::OpensslServer server(with("valid.pem") + "-servername cs01 -cert2 " +
                                      certificates().in("expired.pem") + " -key2 " +
                                      certificates().in("key.pem") + " -rev");
    const json answer = shake(server.port(), name);
    CHECK(failed_check(answer, has_expired) == (name == "cs01"));
  }
}

TEST_CASE("a server that wants a certificate of ours says so") {
  for (const std::string version : {"-tls1_2", "-tls1_3"}) {
    CAPTURE(version);
    const peers::OpensslServer server(with("valid.pem") + "-rev -Verify 1 " + version);
    const json answer = shake(server.port(), "cs01");
    CAPTURE(answer.dump());
    CHECK(answer["outcome"] == (version == "-tls1_2" ? "alert" : "completed"));
    CHECK(answer["detail"] ==
          (version == "-tls1_2" ? "handshake failure" : "certificate required"));
    CHECK(answer["http"] == "");
    CHECK(answer["chain"].size() == 1);
  }
}

TEST_CASE("a peer that does not shake hands is told apart by what it does") {
  struct Case {
    std::string name;
    peers::Server::Serve serve;
    std::string outcome;
    std::string detail;
    std::string greeting;
  };
  const Case cases[] = {
      {"greets", [](int c) { peers::send(c, "SSH-2.0-OpenSSH_9.2\r\n"), peers::receive(c, 5000); },
       "not-tls", "", "SSH-2.0-OpenSSH_9.2"},
      {"greets late",
       [](int c) {
         std::this_thread::sleep_for(200ms);
         peers::send(c, "220 mail\033[1m");
         peers::receive(c, 5000);
       },
       "not-tls", "", "220 mail [1m"},
      {"answers in plain HTTP",
       [](int c) { peers::receive(c, 50), peers::send(c, "HTTP/1.1 400 Bad Request\r\n\r\n"); },
       "not-tls", "", "HTTP/1.1 400 Bad Request"},
      {"binary", [](int c) { peers::send(c, "\xff\xfe"), peers::receive(c, 5000); }, "not-tls", "",
       "??"},
      {"stays silent", [](int c) { peers::receive(c, 5000); }, "timed-out", "the peer said nothing",
       ""},
      {"stops in the middle",
       [](int c) {
         peers::send(c, std::string("\x16\x03\x03\x00\x50\x02", 6)), peers::receive(c, 5000);
       },
       "timed-out", "the peer fell silent", ""},
      {"closes", [](int c) { peers::receive(c, 1), peers::drain(c); }, "closed", "", ""},
      {"closes in the middle",
       [](int c) {
         peers::send(c, std::string("\x16\x03\x03\x00\x50\x02", 6));
         peers::drain(c);
       },
       "closed", "", ""},
      {"resets", [](int c) { peers::receive(c, 1), peers::reset_on_close(c); }, "reset",
       "connection reset by peer", ""},
      {"refuses",
       [](int c) {
         peers::receive(c, 1);
         peers::send(c, std::string("\x15\x03\x03\x00\x02\x02\x28", 7));
         peers::drain(c);
       },
       "alert", "handshake failure", ""},
      {"refuses the name",
       [](int c) {
         peers::receive(c, 1);
         peers::send(c, std::string("\x15\x03\x03\x00\x02\x02\x70", 7));
         peers::drain(c);
       },
       "alert", "unrecognized name", ""},
      {"breaks the protocol",
       [](int c) {
         peers::receive(c, 1);
         peers::send(c, std::string("\x16\x03\x03\x00\x04\x0e\x00\x00\x00", 9));
         peers::drain(c);
       },
       "failed", "unexpected message", ""},
  };
  for (const Case& c : cases) {
    CAPTURE(c.name);
    const peers::Server server(c.serve);
    const Clock::time_point begin = Clock::now();
    const json answer = shake(server.port(), "cs01", 1s);
    CHECK(Clock::now() - begin < 2s);
    CAPTURE(answer.dump());
    CHECK(answer["outcome"] == c.outcome);
    CHECK(answer["detail"] == c.detail);
    CHECK(answer["greeting"] == c.greeting);
    CHECK(answer["chain"] == json::array());
    CHECK(answer["http"] == "");
    CHECK(answer["connect_microseconds"].get<long>() > 0);
  }
}

TEST_CASE("only a connection that fails is an error") {
  const Observation observation =
      peers::ask(TlsHandshake{"127.0.0.1", peers::closed_port(), "cs01"}, 2s);
  REQUIRE_FALSE(observation.answer);
  CHECK(observation.answer.error().kind == ErrorKind::refused);
}

TEST_CASE("after the handshake only a line of HTTP is waited for, and not for long") {
  // Without -rev and without input, s_server says nothing at all.
  const peers::OpensslServer server(with("valid.pem"));
  const Clock::time_point begin = Clock::now();
  const json answer = shake(server.port(), "cs01", 10s);
  const auto took = Clock::now() - begin;
  CHECK(answer["outcome"] == "completed");
  CHECK(answer["http"] == "");
  CHECK(took < 4s);
  CHECK(shake(server.port(), "cs01", 500ms)["outcome"] == "completed");
}

TEST_CASE("silent peers do not keep the others from their turn") {
  const peers::Server silent;
  const peers::OpensslServer server(with("valid.pem") + "-rev");
  LiveLimits limits;
  limits.handshakes_at_once = 2;
  LiveSource source(peers::local_site(), {}, limits);
  std::vector<Question> questions;
  for (int i = 0; i < 12; ++i)
    questions.push_back(
        {"web01", fmt::format("silent {}", i), TlsHandshake{"127.0.0.1", silent.port(), "cs01"}});
  questions.push_back({"web01", "healthy", TlsHandshake{"127.0.0.1", server.port(), "cs01"}});
  const Clock::time_point begin = Clock::now();
  const std::vector<Observation> answers = peers::ask(source, questions, 400ms);
  // Twelve in twos, each keeping its turn for half of its 400 ms.
  CHECK(Clock::now() - begin < 3s);
  REQUIRE(answers.back().answer);
  CHECK(json::parse(*answers.back().answer)["outcome"] == "completed");
  for (std::size_t i = 0; i + 1 < answers.size(); ++i) {
    REQUIRE(answers[i].answer);
    CHECK(json::parse(*answers[i].answer)["outcome"] == "timed-out");
    // Waiting for a turn was not their time.
    CHECK(answers[i].took >= 400ms);
    CHECK(answers[i].took < 1000ms);
  }
}

TEST_CASE("healthy peers are not late because this program is") {
  const peers::OpensslServer new_server(with("valid.pem") + "-rev");
  const peers::OpensslServer old_server(with("valid.pem") + "-rev -tls1_2");
  LiveSource source(peers::local_site());
  // While the first answer is looked at, the deadline of all the others goes by.
  source.ask({{"web01", "first", RunCommand{"true"}},
              {"web01", "tcp", TcpConnect{"127.0.0.1", new_server.port(), 1}},
              {"web01", "sleep", RunCommand{"sleep 0.2; echo done"}},
              {"web01", "new", TlsHandshake{"127.0.0.1", new_server.port(), "cs01"}},
              {"web01", "old", TlsHandshake{"127.0.0.1", old_server.port(), "cs01"}}},
             700ms, [&](const Question& question, const Observation& observation) {
               CAPTURE(question.id);
               CHECK_MESSAGE(observation.answer, observation.answer.error().message);
               if (observation.answer && observation.answer->starts_with("{\"address"))
                 CHECK(observation.answer->find("timed-out") == std::string::npos);
               if (question.id == "first") std::this_thread::sleep_for(1500ms);
               return std::vector<Question>{};
             });
}
