#include "collectors/transport/ssh_jump.h"

#include <doctest/doctest.h>

namespace fbd {
namespace {

TEST_CASE("ssh_jump: the last host of a list, and what leads to it") {
  struct Case {
    std::string_view list;
    std::string_view user;
    std::string_view host;
    std::uint16_t port;
    std::string_view before;
  };
  constexpr Case cases[] = {
      {"bastion", "", "bastion", 0, ""},
      {"me@bastion:2222", "me", "bastion", 2222, ""},
      {"me@corp@bastion", "me@corp", "bastion", 0, ""},
      {"a, me@b:22 ,c", "", "c", 0, "a, me@b:22"},
      {"[2001:db8::1]:2222", "", "2001:db8::1", 2222, ""},
      {"me@[2001:db8::1]", "me", "2001:db8::1", 0, ""},
      {"2001:db8::1", "", "2001:db8::1", 0, ""},
      {"ssh://me@bastion:2222", "me", "bastion", 2222, ""},
      {"ssh://bastion/", "", "bastion", 0, ""},
  };
  for (const Case& one : cases) {
    CAPTURE(one.list);
    const Result<JumpHost> jump = last_jump(one.list);
    REQUIRE(jump);
    CHECK(jump->user == one.user);
    CHECK(jump->host == one.host);
    CHECK(jump->port == one.port);
    CHECK(jump->before == one.before);
  }
}

TEST_CASE("ssh_jump: what is no list of hosts") {
  for (const std::string_view list : {"", ",", ",b", "a,", "me@", "@b", "b:", "b:0", "b:65536",
                                      "b:22x", "[::1", "[::1]22", "[::1]:", "a b", "b:22/"}) {
    CAPTURE(list);
    const Result<JumpHost> jump = last_jump(list);
    REQUIRE(!jump);
    CHECK(jump.error().kind == ErrorKind::malformed);
  }
}

}  // namespace
}  // namespace fbd
