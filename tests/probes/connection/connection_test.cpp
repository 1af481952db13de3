#include <map>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/probes/one_host.h"

namespace fbd {

extern const Probe connection_open;
extern const Probe connection_service;
extern const Probe connection_certificate;
extern const Probe connection_latency;
extern const Probe connection_path_mtu;
extern const Probe connection_installation;

namespace {

/// vm01 and its process server, and whatever else a case needs.
OneHost vm_and_process_server() {
  OneHost host;
  host.site.stack = Stack::classic;
  host.site.hosts.front().address = "10.20.0.11";
  Host server;
  server.name = "ps01";
  server.roles = {Role::process_server};
  server.address = "10.20.0.5";
  host.site.hosts.push_back(server);
  return host;
}

/// vm01 is the process server itself, of a site without other machines: it needs only Azure.
OneHost process_server_alone() {
  OneHost host(Role::process_server);
  host.site.stack = Stack::classic;
  return host;
}

const Finding* about(const std::vector<Finding>& findings, std::string_view address) {
  for (const Finding& finding : findings)
    if (finding.verdict.values.count("address") &&
        finding.verdict.values.at("address") == address && finding.hosts.front() == "vm01")
      return &finding;
  return nullptr;
}

Verdict verdict(const OneHost& host, const Probe& probe, std::string_view address = "10.20.0.5") {
  const Probe* const probes[] = {&probe};
  const std::vector<Finding> findings = judge(probes, host.site, host.evidence);
  const Finding* found = about(findings, address);
  REQUIRE(found);
  check_is_declared(probe, found->verdict);
  return found->verdict;
}

std::string connects(std::string_view microseconds, int failed = 0) {
  return fmt::format(
      R"({{"address": "10.20.0.5", "port": 9443, "connect_microseconds": [{}], "failed_tries": {}}})",
      microseconds, failed);
}

std::string shaken(std::string_view http, std::string_view issuer = "CN=ps01",
                   std::string_view not_after = "2038-01-01T00:00:00Z") {
  return fmt::format(
      R"({{"address": "10.20.0.5", "port": 9443, "server_name": "x", "outcome": "completed",
          "chain": [{{"subject": "CN=ps01", "issuer": "{}", "names": [],
          "not_before": "1969-01-01T00:00:00Z", "not_after": "{}", "sha256": "{}", "sha1": "ab",
          "self_signed": true}}], "http": "{}"}})",
      issuer, not_after, std::string(64, 'a'), http);
}

std::string ended(std::string_view outcome, std::string_view greeting = "") {
  return fmt::format(
      R"({{"address": "10.20.0.5", "port": 9443, "server_name": "x", "outcome": "{}",
          "detail": "handshake failure", "greeting": "{}"}})",
      outcome, greeting);
}

TEST_CASE("connection.open tells the ways of not getting through apart") {
  const std::map<ErrorKind, std::string> cases{
      {ErrorKind::unresolved, "fail unresolved"},
      {ErrorKind::refused, "fail refused"},
      {ErrorKind::timed_out, "fail timed-out"},
      {ErrorKind::reset, "fail reset"},
      {ErrorKind::unreachable, "fail no-route"},
      {ErrorKind::denied, "fail prohibited"},
      {ErrorKind::failed, "unknown failed"},
      {ErrorKind::malformed, "unknown malformed"},
      {ErrorKind::not_collected, "unknown not-collected"},
  };
  for (const auto& one : cases) {
    const ErrorKind kind = one.first;
    const std::string& expected = one.second;
    CAPTURE(expected);
    OneHost host = vm_and_process_server();
    host.without("network.flow-port.data.ps01", kind);
    CHECK(outcome(verdict(host, connection_open)) == expected);
    // With a listener there, whoever says no is in between; a name says nothing about that.
    host.site.hosts.back().listener = Listener{9443, "0123456789abcdef"};
    const Verdict listened = verdict(host, connection_open);
    if (kind == ErrorKind::unresolved || listened.status == Status::unknown)
      CHECK(outcome(listened) == expected);
    else
      CHECK(outcome(listened) == "fail blocked");
  }
  OneHost host = vm_and_process_server();
  host.with("network.flow-port.data.ps01", connects("800"));
  CHECK(outcome(verdict(host, connection_open)) == "pass");
  host.never_asked("network.flow-port.data.ps01");
  CHECK(outcome(verdict(host, connection_open)) == "unknown not-collected");
  host.site.hosts.front().reach = Reach::none;
  CHECK(outcome(verdict(host, connection_open)) == "skipped not-collected");
}

TEST_CASE("connection.service knows a data port by its answer") {
  struct Case {
    std::string answer;
    std::string expected;
  };
  const Case cases[] = {
      {shaken("HTTP/1.1 400 Bad Request"), "pass"},
      {shaken("HTTP/1.1 405 Method Not Allowed"), "pass"},
      {shaken("HTTP/1.1 200 OK"), "warn other-service"},
      {shaken("220 smtp"), "warn not-http"},
      {shaken(""), "warn not-http"},
      {ended("not-tls", "SSH-2.0-OpenSSH_9.2"), "fail not-tls"},
      {ended("timed-out"), "fail silent"},
      {ended("closed"), "fail closed"},
      {ended("reset"), "fail closed"},
      {ended("alert"), "fail alert"},
      {ended("failed"), "unknown failed"},
      {"{}", "unknown malformed"},
      // Without an expected listener its word is just another greeting.
      {ended("not-tls", "failback-doctor listener 0123456789abcdef"), "fail not-tls"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.answer);
    OneHost host = vm_and_process_server();
    host.with("network.flow-tls.data.ps01", one.answer);
    CHECK(outcome(verdict(host, connection_service)) == one.expected);
  }
  OneHost host = vm_and_process_server();
  host.site.hosts.back().listener = Listener{9443, "0123456789abcdef"};
  host.with("network.flow-tls.data.ps01",
            ended("not-tls", "failback-doctor listener 0123456789abcdef "));
  CHECK(outcome(verdict(host, connection_service)) == "warn only-listener");
  host.with("network.flow-tls.data.ps01",
            ended("not-tls", "failback-doctor listener fedcba9876543210 "));
  CHECK(outcome(verdict(host, connection_service)) == "fail other-listener");
  host.without("network.flow-tls.data.ps01", ErrorKind::refused);
  CHECK(outcome(verdict(host, connection_service)) == "unknown refused");
}

TEST_CASE("connection.certificate: pins, Azure's issuers, and time") {
  OneHost host = vm_and_process_server();
  host.with("network.flow-tls.data.ps01", shaken("HTTP/1.1 400 x"));
  CHECK(outcome(verdict(host, connection_certificate)) == "pass");
  host.with("network.flow-tls.data.ps01", shaken("HTTP/1.1 400 x", "CN=x", "1970-01-02T00:00:00Z"));
  CHECK(outcome(verdict(host, connection_certificate)) == "fail expired");
  host.with("network.flow-tls.data.ps01", ended("reset"));
  CHECK(outcome(verdict(host, connection_certificate)) == "unknown failed");

  const std::string azure = "network.flow-tls.azure.login.microsoftonline.com";
  const auto of_azure = [&](std::string_view issuer) {
    OneHost server = process_server_alone();
    server.with("network.proxy", "").with(azure, shaken("HTTP/1.1 200 OK", issuer));
    return outcome(verdict(server, connection_certificate, "login.microsoftonline.com"));
  };
  CHECK(of_azure("CN=DigiCert Global G2 TLS RSA SHA256 2020 CA1,O=DigiCert Inc,C=US") == "pass");
  CHECK(of_azure("CN=Microsoft Azure RSA TLS Issuing CA 03,O=Microsoft Corporation,C=US") ==
        "pass");
  CHECK(of_azure("CN=Corporate Web Gateway,O=Contoso") == "fail intercepted");

  Host vcenter;
  vcenter.name = "vc01";
  vcenter.roles = {Role::vcenter};
  vcenter.address = "10.10.0.8";
  vcenter.certificate_sha256 = std::string(64, 'a');
  OneHost server = process_server_alone();
  server.site.hosts.push_back(vcenter);
  server.with("network.flow-tls.vsphere.vc01", shaken("HTTP/1.1 200 OK"));
  CHECK(outcome(verdict(server, connection_certificate, "10.10.0.8")) == "pass");
  server.site.hosts.back().certificate_sha256 = std::string(64, 'b');
  CHECK(outcome(verdict(server, connection_certificate, "10.10.0.8")) == "fail intercepted");
}

TEST_CASE("connection.latency: the middle one counts, and lost tries do") {
  struct Case {
    std::string connects;
    int failed;
    std::string expected;
  };
  const Case cases[] = {
      {"800, 900, 1000", 0, "pass"},      {"800, 900, 200000", 0, "pass"},  // one slow packet
      {"10000, 10000, 10000", 0, "pass"}, {"10001, 10001, 10001", 0, "warn slow"},
      {"800", 2, "warn unstable"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.connects);
    OneHost host = vm_and_process_server();
    host.with("network.flow-port.data.ps01", connects(one.connects, one.failed));
    CHECK(outcome(verdict(host, connection_latency)) == one.expected);
  }
}

TEST_CASE("connection.path-mtu: silence is a black hole, a word from a router is not") {
  struct Case {
    std::string answer;
    std::string expected;
  };
  const Case cases[] = {
      {"56 answered\n1372 answered\n1472 answered\n", "pass"},
      {"56 answered\n1372 answered\n1472 lost\n", "fail black-hole"},
      {"56 answered\n1372 answered\n1472 lost 1400\n", "pass"},
      {"56 answered\n1372 lost\n1472 answered\n", "pass"},  // lost by chance
      {"56 lost\n1372 lost\n1472 lost\n", "unknown not-found"},
      {"", "unknown malformed"},
      {"ping: unknown host\n", "unknown malformed"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.answer);
    OneHost host = vm_and_process_server();
    host.with("network.flow-path.data.ps01", one.answer);
    CHECK(outcome(verdict(host, connection_path_mtu)) == one.expected);
  }
}

TEST_CASE("connection.installation is a warning at most") {
  OneHost host = process_server_alone();
  Host vm;
  vm.name = "web01";
  vm.roles = {Role::protected_vm};
  vm.os = Os::gnu_linux;
  vm.address = "10.20.0.11";
  host.site.hosts.push_back(vm);
  host.without("network.flow-port.push-ssh.web01", ErrorKind::refused);
  CHECK(outcome(verdict(host, connection_installation, "10.20.0.11")) == "warn closed");
  host.with("network.flow-port.push-ssh.web01", connects("900"));
  CHECK(outcome(verdict(host, connection_installation, "10.20.0.11")) == "pass");
}

TEST_CASE("a connection to Azure goes through the proxy, and says so") {
  OneHost host = process_server_alone();
  const std::string question = "network.flow-port.azure.login.microsoftonline.com";
  host.with("network.proxy",
            "file 0644 48 /etc/environment\nhttps_proxy=http://10.20.0.8:3128\n"
            "no_proxy=a,.b\n\n");
  host.without(question, ErrorKind::refused);
  const Verdict found = verdict(host, connection_open, "login.microsoftonline.com");
  CHECK(outcome(found) == "fail refused");
  CHECK(value(found, "through") == "through the proxy 10.20.0.8:3128 (/etc/environment)");
}

}  // namespace
}  // namespace fbd
