// The three probes that judge a TLS handshake: https, tls-version and certificate.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/probes/config_server/config_server_test.h"

namespace fbd {

extern const Probe config_server_https;
extern const Probe config_server_tls_version;
extern const Probe config_server_certificate;

namespace {

using namespace config_server_test;

const std::string thumbprint(64, 'a');

/// A handshake as the transport reports it; what a case changes is a member.
struct Handshake {
  std::string outcome = "completed";
  std::string detail = "";
  std::string greeting = "";
  std::string server_name = "10.0.0.4";
  std::string protocol = "TLSv1.2";
  std::string verify = R"([{"code": 18, "text": "self-signed certificate", "depth": 0}])";
  std::string not_before = "2026-01-01T00:00:00Z";
  std::string not_after = "2028-01-01T00:00:00Z";
  std::string sha256 = thumbprint;
  std::string issuer = "CN=cs01";
  std::string http = "HTTP/1.1 200 OK";

  std::string json() const {
    const std::string chain = fmt::format(
        R"([{{"subject": "CN=cs01", "issuer": "{}", "names": ["dns:cs01"], "not_before": "{}",)"
        R"( "not_after": "{}", "sha256": "{}", "sha1": "", "self_signed": true}}])",
        issuer, not_before, not_after, sha256);
    return fmt::format(
        R"({{"outcome": "{}", "detail": "{}", "greeting": "{}", "server_name": "{}",)"
        R"( "protocol": "{}", "cipher": "", "verify": {}, "chain": {}, "http": "{}"}})",
        outcome, detail, greeting, server_name, protocol, verify,
        outcome == "completed" ? chain : "[]", http);
  }
};

Finding judged(const Probe& probe, const Handshake& handshake, Site site = site_with_server()) {
  return finding(probe, site, "network.config-server-tls", handshake.json());
}

TEST_CASE("config-server.https tells what stands behind the port") {
  struct Case {
    Handshake handshake;
    std::string_view code;
    std::string_view value;
    std::string_view text;
  };
  const Case cases[] = {
      {{}, "config-server.https", "server", "cs01 (10.0.0.4)"},
      {{.outcome = "not-tls", .greeting = "SSH-2.0-OpenSSH_9.2"},
       "config-server.https.not-tls",
       "greeting",
       "SSH-2.0-OpenSSH_9.2"},
      {{.outcome = "timed-out"}, "config-server.https.silent", "port", "443"},
      {{.outcome = "closed"}, "config-server.https.closed", "port", "443"},
      {{.outcome = "reset"}, "config-server.https.closed", "port", "443"},
      {{.outcome = "alert", .detail = "handshake failure"},
       "config-server.https.alert",
       "alert",
       "handshake failure"},
      {{.http = "220 mail ready"}, "config-server.https.not-http", "greeting", "220 mail ready"},
      {{.http = ""}, "config-server.https.not-http", "greeting", "nothing"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.code);
    const Finding found = judged(config_server_https, one.handshake);
    CHECK(found.code() == one.code);
    CHECK(found.verdict.values.at(std::string(one.value)) == one.text);
  }
  CHECK(judged(config_server_https, {.outcome = "failed", .detail = "x"}).verdict.status ==
        Status::unknown);
  CHECK(judged(config_server_https, {.outcome = "never heard of"}).verdict.status ==
        Status::unknown);
}

TEST_CASE("config-server.tls-version fails below TLS 1.2") {
  struct Case {
    std::string protocol;
    Status status;
  };
  for (const Case& one :
       {Case{"SSLv3", Status::fail}, Case{"TLSv1", Status::fail}, Case{"TLSv1.1", Status::fail},
        Case{"TLSv1.2", Status::pass}, Case{"TLSv1.3", Status::pass}}) {
    CAPTURE(one.protocol);
    const Finding found = judged(config_server_tls_version, {.protocol = one.protocol});
    CHECK(found.verdict.status == one.status);
    CHECK(found.verdict.values.at("protocol") == one.protocol);
  }
}

TEST_CASE("a handshake that did not complete leaves version and certificate unknown") {
  struct Case {
    std::string outcome;
    ErrorKind kind;
  };
  for (const Case& one :
       {Case{"not-tls", ErrorKind::malformed}, Case{"timed-out", ErrorKind::timed_out},
        Case{"closed", ErrorKind::reset}, Case{"reset", ErrorKind::reset},
        Case{"alert", ErrorKind::failed}, Case{"failed", ErrorKind::failed}}) {
    for (const Probe* probe : {&config_server_tls_version, &config_server_certificate}) {
      CAPTURE(one.outcome);
      const Finding found = judged(*probe, {.outcome = one.outcome});
      CHECK(found.verdict.status == Status::unknown);
      CHECK(found.verdict.reason->kind == one.kind);
    }
  }
}

TEST_CASE("config-server.certificate judges validity by the time of the observation") {
  struct Case {
    std::string not_before;
    std::string not_after;
    std::string_view code;
    std::string_view days;
  };
  const Case cases[] = {
      {"2026-01-01T00:00:00Z", "2028-01-01T00:00:00Z", "config-server.certificate", ""},
      {"2026-01-01T00:00:00Z", "2026-11-23T00:00:00Z", "config-server.certificate.expired", "0"},
      {"2026-01-01T00:00:00Z", "2026-11-12T23:00:00Z", "config-server.certificate.expired", "10"},
      {"2026-01-01T00:00:00Z", "2026-11-23T00:00:01Z", "config-server.certificate.near-expiry",
       "0"},
      {"2026-01-01T00:00:00Z", "2027-01-21T23:59:59Z", "config-server.certificate.near-expiry",
       "59"},
      {"2026-01-01T00:00:00Z", "2027-01-22T00:00:00Z", "config-server.certificate", ""},
      {"2026-11-23T00:00:00Z", "2028-01-01T00:00:00Z", "config-server.certificate", ""},
      {"2026-11-23T00:00:01Z", "2028-01-01T00:00:00Z", "config-server.certificate.not-yet-valid",
       ""},
  };
  for (const Case& one : cases) {
    CAPTURE(one.not_before);
    CAPTURE(one.not_after);
    const Finding found = judged(config_server_certificate,
                                 {.not_before = one.not_before, .not_after = one.not_after});
    CHECK(found.code() == one.code);
    if (!one.days.empty()) CHECK(found.verdict.values.at("days") == one.days);
  }
}

TEST_CASE("config-server.certificate compares a pinned thumbprint first") {
  Site pinned = site_with_server();
  pinned.hosts.back().certificate_sha256 = thumbprint;
  CHECK(judged(config_server_certificate, {}, pinned).verdict.status == Status::pass);

  const Finding found = judged(config_server_certificate,
                               {.not_after = "2026-01-02T00:00:00Z",
                                .sha256 = std::string(64, 'b'),
                                .issuer = "CN=Corporate Web Gateway"},
                               pinned);
  CHECK(found.code() == "config-server.certificate.intercepted");
  CHECK(found.verdict.values.at("expected") == thumbprint);
  CHECK(found.verdict.values.at("found") == std::string(64, 'b'));
  CHECK(found.verdict.values.at("issuer") == "CN=Corporate Web Gateway");
}

TEST_CASE("config-server.certificate minds the name only if a name was dialled") {
  const Handshake by_name{.server_name = "cs01.contoso.com",
                          .verify = R"([{"code": 62, "text": "hostname mismatch", "depth": 0}])"};
  const Finding found = judged(config_server_certificate, by_name);
  CHECK(found.code() == "config-server.certificate.name-mismatch");
  CHECK(found.verdict.values.at("dialled") == "cs01.contoso.com");
  CHECK(found.verdict.values.at("names") == "CN=cs01, dns:cs01");

  // 64 is the mismatch of an address: agents know the server by its thumbprint.
  const Handshake by_address{.verify =
                                 R"([{"code": 64, "text": "IP address mismatch", "depth": 0}])"};
  CHECK(judged(config_server_certificate, by_address).verdict.status == Status::pass);
}

TEST_CASE("a completed handshake without a certificate, or with a broken one, is unknown") {
  for (const std::string_view answer :
       {R"({"outcome": "completed", "server_name": "x", "chain": []})",
        R"({"outcome": "completed", "server_name": "x", "chain": [{"subject": "y"}]})",
        R"({"outcome": "completed", "server_name": "x", "chain": "none"})", "TLS?"}) {
    CAPTURE(answer);
    const Finding found = finding(config_server_certificate, site_with_server(),
                                  "network.config-server-tls", std::string(answer));
    CHECK(found.verdict.status == Status::unknown);
    CHECK(found.verdict.reason->kind == ErrorKind::malformed);
  }
}

}  // namespace
}  // namespace fbd
