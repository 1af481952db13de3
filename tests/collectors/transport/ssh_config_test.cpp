#include "collectors/transport/ssh_config.h"

#include <doctest/doctest.h>

namespace fbd {
namespace {

SshSettings of(std::string_view text, std::string_view host) {
  SshConfig config;
  config.add(text, [](std::string_view pattern) {
    return pattern == "more" ? std::vector<std::string>{"User from-include\nHost web02\nPort 5\n"}
                             : std::vector<std::string>{};
  });
  return config.of(host);
}

TEST_CASE("ssh_config: what is said first counts") {
  const std::string_view text =
      "# comment\n"
      "User everybody\n"
      "Host web* !web09\n"
      "  HostName=10.0.0.1\n"
      "  Port = 2222\n"
      "  IdentityFile \"/keys/with blank\"\n"
      "  identityfile ~/.ssh/second\n"
      "  IdentitiesOnly yes\n"
      "Host *\n"
      "  User nobody\n"
      "  Port 22\n"
      "  ProxyJump jump01\n"
      "  UserKnownHostsFile a b\n";
  const SshSettings web = of(text, "web01");
  CHECK(web.user == "everybody");
  CHECK(web.host_name == "10.0.0.1");
  CHECK(web.port == 2222);
  CHECK(web.identity_files == std::vector<std::string>{"/keys/with blank", "~/.ssh/second"});
  CHECK(web.identities_only);
  CHECK(web.proxy_jump == "jump01");
  CHECK(web.known_hosts_files == std::vector<std::string>{"a", "b"});
  const SshSettings other = of(text, "web09");
  CHECK(other.host_name.empty());
  CHECK(other.port == 22);
  CHECK(!other.identities_only);
}

TEST_CASE("ssh_config: conditions are not evaluated, so what stands under them does not count") {
  const std::string_view text =
      "Match exec \"true\"\n  User wrong\nMatch all\n  User right\nMatch host web01\n  Port 9\n";
  CHECK(of(text, "web01").user == "right");
  CHECK(of(text, "web01").port == 0);
}

TEST_CASE("ssh_config: an included file is read where it stands") {
  CHECK(of("Include more\nUser mine\n", "web01").user == "from-include");
  // A Host within ends with it.
  CHECK(of("Include more\nPort 7\n", "web01").port == 7);
  CHECK(of("Include more\nPort 7\n", "web02").port == 5);
  CHECK(of("Host web01\nInclude more\n", "web02").user.empty());
}

TEST_CASE("ssh_config: a file that includes itself ends") {
  SshConfig config;
  const std::string_view text = "Include itself\nUser me\n";
  config.add(text, [&](std::string_view) { return std::vector<std::string>{std::string(text)}; });
  CHECK(config.of("web01").user == "me");
}

TEST_CASE("ssh_config: nonsense is skipped") {
  CHECK(of("User\nPort 99999999999\nPort x\nPort 70000\n=\n\"\nUser me\n", "a").user == "me");
  CHECK(of("Port 70000\n", "a").port == 0);
}

}  // namespace
}  // namespace fbd
