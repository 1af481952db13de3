#include <string>
#include <string_view>
#include <unordered_set>

#include <doctest/doctest.h>

#include "collectors/evidence/hidden_secrets.h"
#include "collectors/evidence/leak_gate.h"
#include "collectors/evidence/never_collected.h"

using namespace fbd;

TEST_CASE("the gate knows a secret in every encoding, and says where") {
  const LeakGate gate({"pass/word 1"});
  for (const std::string_view text :
       {"x\nx pass/word 1 x", "x\npass%2Fword%201", "x\n706173732f776f72642031", "x\npass\\/word 1",
        "x\n1 drow/ssap",
        "x\ncGFzcy93b3JkIDE=", "x\nYTpwYXNzL3dvcmQgMQ==", "x\nYWE6cGFzcy93b3JkIDE="}) {
    CAPTURE(text);
    const std::vector<Leak> leaks = gate.leaks(text, nullptr);
    REQUIRE(leaks.size() >= 1);
    CHECK(leaks[0].line == 2);
    CHECK(leaks[0].what.find("pass") == std::string::npos);
  }
}

TEST_CASE("the gate knows shapes and addresses, and is silent otherwise") {
  const LeakGate gate;
  const std::unordered_set<std::string> stand_ins{"10.9.9.9"};
  const auto count = [&](std::string_view text) { return gate.leaks(text, &stand_ins).size(); };
  CHECK(count("AccountKey=Zm9vYmFyZm9vYmFyZm9vYmFyZm9vYmFyZm9vYmFyZm9vYmFy==") >= 1);
  CHECK(count("x aB3dE5gH7jK9mN2pQ4rS6tU8vW1xY3zA5bC7dE9fG2hJ4kL6mN8pQ1rS3tU5vW7xY9 y") == 1);
  CHECK(count("to 10.1.2.3 port 1") == 1);
  CHECK(count("to 10.9.9.9 port 1, 127.0.0.1, 255.255.255.0, 1.2.3.4.5, 9.61.6910.1") == 0);
  CHECK(count("AccountKey=<redacted>;x sig=<redacted>&y") == 0);
  CHECK(count("/usr/lib/x86_64-linux-gnu/gcc/x86_64-linux-gnu/12/include/c++/experimental/x") == 0);
  CHECK(count("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855") == 0);
}

TEST_CASE("what base64 holds is cleaned inside") {
  // {"password":"geheim12"} and {"user":"x","n":1}
  CHECK(without_hidden_secrets("a eyJwYXNzd29yZCI6ImdlaGVpbTEyIn0= b").find("ZWltMT") ==
        std::string::npos);
  const std::string_view harmless = "x VGhpcyBpcyBhIHNlbnRlbmNlIHRoYXQgc2F5cyBub3RoaW5nLg== y";
  CHECK(without_hidden_secrets(harmless) == harmless);
  CHECK(without_hidden_secrets("k aB3dE5gH7jK9mN2pQ4rS6tU8vW1xY3zA5bC7dE9fG2hJ4kL6") ==
        "k <redacted>");
  // Noise as well, but everybody may see it.
  const std::string certificate =
      "-----BEGIN CERTIFICATE-----\n"
      "MIIB9TCCAZugAwIBAgIUQ2l5eVdGd0x5b1R5UXk4ZkZ5d1d3WDAwCgYIKoZIzj0E\n"
      "kP3xT9vB2mQ7sL1dF6gH8jK4nR5tY0wZ\n-----END CERTIFICATE-----\n";
  CHECK(without_hidden_secrets(certificate) == certificate);
  CHECK(
      without_hidden_secrets(certificate + "k aB3dE5gH7jK9mN2pQ4rS6tU8vW1xY3zA5bC7dE9fG2hJ4kL6") ==
      certificate + "k <redacted>");
  CHECK(without_hidden_secrets("u=%7B%22password%22%3A%22geheim12%22%7D").find("geheim") ==
        std::string::npos);
  const std::string_view path = "/usr/lib/x86_64-linux-gnu/libboost_program_options.so.1.74.0";
  CHECK(without_hidden_secrets(path) == path);
}

TEST_CASE("files that are nothing but a secret are known by any spelling") {
  for (const std::string_view path :
       {"/usr/local/InMage/private/connection.passphrase", "/usr/local/InMage/private/rcm.pfx",
        "C:\\ProgramData\\Microsoft Azure Site Recovery\\private\\Connection.Passphrase",
        "C:/ProgramData/ASR/home/svsystems/etc/amethyst.conf", "/etc/shadow", "/etc/shadow-",
        "/etc/ssh/ssh_host_rsa_key", "/root/.ssh/id_ed25519", "/x/a.PEM", "/proc/1/environ",
        "/dev/sda"})
    CHECK_MESSAGE(never_collected(path), path);
  for (const std::string_view path :
       {"/var/log/svagents_curr_1.log", "/usr/local/drscout.conf", "/etc/hosts",
        "/usr/local/InMage/config/RCMInfo.conf", "/etc/ssh/ssh_config"})
    CHECK_MESSAGE(!never_collected(path), path);
}
