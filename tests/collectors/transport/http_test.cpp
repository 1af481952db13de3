#include "collectors/transport/http.h"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <memory>
#include <mutex>
#include <string>

#include "collectors/transport/http_failure.h"
#include "collectors/transport/own_process.h"
#include "tests/collectors/transport/peers.h"

using namespace fbd;
using namespace std::chrono_literals;

namespace {

const peers::TemporaryDirectory& certificates() {
  static const peers::TemporaryDirectory directory;
  static const bool made = (peers::make_certificates(directory), true);
  REQUIRE(made);
  return directory;
}

/// A server of OpenSSL that gives every request the same answer and remembers what it was sent.
class TlsServer {
 public:
  TlsServer(const std::string& certificate, std::string answer)
      : context_(SSL_CTX_new(TLS_server_method()), SSL_CTX_free),
        answer_(std::move(answer)),
        server_([this](int connection) { serve(connection); }) {
    REQUIRE(SSL_CTX_use_certificate_file(context_.get(), certificates().in(certificate).c_str(),
                                         SSL_FILETYPE_PEM) == 1);
    REQUIRE(SSL_CTX_use_PrivateKey_file(context_.get(), certificates().in("key.pem").c_str(),
                                        SSL_FILETYPE_PEM) == 1);
  }

  std::string url() const { return fmt::format("https://127.0.0.1:{}/sdk", server_.port()); }
  std::string received() const {
    const std::lock_guard lock(mutex_);
    return received_;
  }

 private:
  void serve(int connection) {
    const WithoutSigpipe without_sigpipe;  // who does not trust us hangs up
    const std::unique_ptr<SSL, decltype(&SSL_free)> ssl(SSL_new(context_.get()), SSL_free);
    SSL_set_fd(ssl.get(), connection);
    if (SSL_accept(ssl.get()) != 1) return;
    std::string request(65536, '\0');
    const int size = SSL_read(ssl.get(), request.data(), static_cast<int>(request.size()));
    if (size > 0) {
      const std::lock_guard lock(mutex_);
      received_.append(request, 0, static_cast<std::size_t>(size));
    }
    SSL_write(ssl.get(), answer_.data(), static_cast<int>(answer_.size()));
    SSL_shutdown(ssl.get());
  }

  const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_;
  const std::string answer_;
  mutable std::mutex mutex_;
  std::string received_;
  peers::Server server_;
};

std::string answer_with(std::string_view body, std::string_view status = "200 OK") {
  return fmt::format(
      "HTTP/1.1 {}\r\nDate: Thu, 26 Nov 2026 20:00:00 GMT\r\nContent-Length: {}\r\n"
      "Connection: close\r\n\r\n{}",
      status, body.size(), body);
}

struct Received {
  HttpOutcome outcome{0};
  std::string body;
};

Received fetch(HttpRequest request, std::chrono::milliseconds within = 20s) {
  const WithoutSigpipe without_sigpipe;
  EventLoop loop;
  HttpClient http(loop);
  Received received;
  bool ended = false;
  std::unique_ptr<HttpTransfer> transfer;
  transfer = http.start(
      "vc01", std::move(request), within,
      [&](std::string_view bytes) {
        received.body += bytes;
        return received.body.size() < 1U << 20;
      },
      [&](HttpOutcome outcome) {
        received.outcome = std::move(outcome);
        transfer.reset();  // allowed here
        ended = true;
      });
  while (!ended) loop.run_once();
  return received;
}

std::string thumbprint_of(const std::string& certificate) {
  const TlsServer server(certificate, answer_with("x"));
  return fetch({.url = server.url()}).outcome.certificate_sha256;
}

}  // namespace

TEST_CASE("a server of the named authority is asked, and its answer arrives whole") {
  const std::string page(300'000, 'x');
  const TlsServer server("valid.pem", answer_with(page));
  const Received got = fetch({.url = server.url(),
                              .headers = {"SOAPAction: urn:vim25/6.5"},
                              .body = "<Envelope/>",
                              .trust = {.ca_file = certificates().in("valid.pem")}});
  REQUIRE_MESSAGE(got.outcome.status, got.outcome.status.error().message);
  CHECK(*got.outcome.status == 200);
  CHECK(got.body == page);
  CHECK(got.outcome.header("DATE") == "Thu, 26 Nov 2026 20:00:00 GMT");
  CHECK(got.outcome.certificate_sha256.size() == 64);
  CHECK(got.outcome.connected.count() > 0);
  CHECK(got.outcome.shaken >= got.outcome.connected);
  CHECK(server.received().starts_with("POST /sdk HTTP/"));
  CHECK(server.received().find("SOAPAction: urn:vim25/6.5\r\n") != std::string::npos);
  CHECK(server.received().ends_with("\r\n\r\n<Envelope/>"));
}

TEST_CASE("a server that is not trusted gets not a byte of the request") {
  const std::string valid = thumbprint_of("valid.pem");
  REQUIRE(valid.size() == 64);
  struct Case {
    std::string certificate;
    HttpTrust trust;
    bool trusted;
  };
  const Case cases[] = {
      {"valid.pem", {}, false},                                             // unknown authority
      {"expired.pem", {.ca_file = certificates().in("valid.pem")}, false},  // too old
      {"valid.pem", {.certificate_sha256 = std::string(64, 'a')}, false},   // another one
      {"expired.pem", {.certificate_sha256 = valid}, false},
      {"valid.pem", {.certificate_sha256 = valid}, true},
      {"expired.pem", {.certificate_sha256 = thumbprint_of("expired.pem")}, true},  // as pinned
  };
  for (const Case& c : cases) {
    CAPTURE(c.certificate);
    CAPTURE(c.trust.certificate_sha256);
    CAPTURE(c.trust.ca_file);
    const TlsServer server(c.certificate, answer_with("hello"));
    const Received got = fetch({.url = server.url(), .body = "password=secret", .trust = c.trust});
    if (c.trusted) {
      REQUIRE_MESSAGE(got.outcome.status, got.outcome.status.error().message);
      CHECK(got.body == "hello");
      continue;
    }
    REQUIRE_FALSE(got.outcome.status);
    CHECK(got.outcome.status.error().kind == ErrorKind::denied);
    CHECK(got.outcome.status.error().message.find(got.outcome.certificate_sha256) !=
          std::string::npos);
    CHECK(server.received().empty());
  }
}

TEST_CASE("a name that the certificate is not for is refused") {
  const TlsServer server("valid.pem", answer_with("hello"));
  std::string url = server.url();
  url.replace(url.find("127.0.0.1"), 9, "localhost");
  const Received got =
      fetch({.url = url, .body = "secret", .trust = {.ca_file = certificates().in("valid.pem")}});
  REQUIRE_FALSE(got.outcome.status);
  CHECK(got.outcome.status.error().kind == ErrorKind::denied);
  CHECK(server.received().empty());
}

TEST_CASE("why there is no answer is told apart") {
  const peers::Server silent;
  const peers::Server closing([](int) {});
  const auto at = [](std::uint16_t port) { return fmt::format("https://127.0.0.1:{}/", port); };
  CHECK(fetch({.url = at(peers::closed_port())}).outcome.status.error().kind == ErrorKind::refused);
  const Received timed_out = fetch({.url = at(silent.port())}, 300ms);
  CHECK(timed_out.outcome.status.error().kind == ErrorKind::timed_out);
  CHECK(timed_out.outcome.status.error().message ==
        fmt::format("vc01: {}: no whole answer within 300 ms", at(silent.port())));
  CHECK(fetch({.url = at(closing.port())}).outcome.status.error().kind == ErrorKind::reset);
  CHECK(fetch({.url = "https://name.invalid/"}).outcome.status.error().kind ==
        ErrorKind::unresolved);
  CHECK(fetch({.url = "http://127.0.0.1:1/"}).outcome.status.error().kind == ErrorKind::malformed);
}

TEST_CASE("an answer that is cut off is no answer, and one that is too long is stopped") {
  const HttpTrust trust{.ca_file = certificates().in("valid.pem")};
  const TlsServer cut("valid.pem", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
  CHECK(fetch({.url = cut.url(), .trust = trust}).outcome.status.error().kind == ErrorKind::reset);
  const TlsServer endless("valid.pem", answer_with(std::string(2U << 20, 'x')));
  const Received stopped = fetch({.url = endless.url(), .trust = trust});
  CHECK(stopped.outcome.status.error().kind == ErrorKind::failed);
  CHECK(stopped.body.size() < 2U << 20);
}

TEST_CASE("a redirection is an answer, not a place to go to") {
  const TlsServer elsewhere("valid.pem", answer_with("elsewhere"));
  const TlsServer server("valid.pem", fmt::format("HTTP/1.1 302 Found\r\nLocation: {}\r\n"
                                                  "Content-Length: 0\r\n\r\n",
                                                  elsewhere.url()));
  const Received got =
      fetch({.url = server.url(), .trust = {.ca_file = certificates().in("valid.pem")}});
  REQUIRE(got.outcome.status);
  CHECK(*got.outcome.status == 302);
  CHECK(elsewhere.received().empty());
}

TEST_CASE("http without TLS only where it was allowed") {
  const peers::Server server([](int connection) {
    peers::receive(connection);
    peers::send(connection, answer_with("plain"));
    peers::drain(connection);
  });
  const std::string url = fmt::format("http://127.0.0.1:{}/", server.port());
  CHECK_FALSE(fetch({.url = url}).outcome.status);
  const Received got = fetch({.url = url, .plain = true});
  REQUIRE(got.outcome.status);
  CHECK(got.body == "plain");
}

TEST_CASE("a transfer that is destroyed ends, and others go on") {
  const WithoutSigpipe without_sigpipe;
  const HttpTrust trust{.ca_file = certificates().in("valid.pem")};
  const TlsServer server("valid.pem", answer_with("hello"));
  const peers::Server silent;
  EventLoop loop;
  HttpClient http(loop);
  int told = 0;
  std::string body;
  auto hangs = http.start(
      "vc01", {.url = fmt::format("https://127.0.0.1:{}/", silent.port()), .trust = trust}, 60s,
      [](std::string_view) { return true; }, [&](const HttpOutcome&) { told += 100; });
  auto answers = http.start(
      "vc01", {.url = server.url(), .trust = trust}, 20s,
      [&](std::string_view bytes) {
        body += bytes;
        return true;
      },
      [&](const HttpOutcome&) {
        hangs.reset();
        ++told;
      });
  while (told == 0) loop.run_once();
  CHECK(told == 1);
  CHECK(body == "hello");
}

TEST_CASE("a url is shown without what may be a secret") {
  CHECK(shown_url("https://asr:secret@vc01:443/sdk?token=x#y") == "https://vc01:443/sdk");
  CHECK(shown_url("https://vc01/a@b") == "https://vc01/a@b");
  CHECK(shown_url("https://a@b@vc01/") == "https://vc01/");
}
