#include "collectors/network/running_routes.h"

#include <doctest/doctest.h>

#include "tests/collectors/host/capture.h"

using namespace fbd;

namespace {

constexpr const char* json_id = "network.routes";
constexpr const char* text_id = "network.routes-text";

/// "via 192.0.2.1 dev eth0 table main proto dhcp metric 100"
std::string words(const RunningRoute& route) {
  return route.to + " via " + route.via + " dev " + route.device + " table " + route.table +
         " proto " + route.protocol + " metric " + std::to_string(route.metric);
}

std::string kind(std::string_view id, std::string_view answer) {
  const auto fact = parsed<RunningRoutes>(id, answer);
  return fact ? std::to_string(fact->defaults.size()) + " " + std::to_string(fact->others.size())
              : std::string(name(fact.error().kind));
}

}  // namespace

TEST_CASE("several default routes and a route over two next hops, from both forms") {
  for (const bool json : {true, false}) {
    CAPTURE(json);
    const auto routes = json ? read_capture<RunningRoutes>(json_id, "several.json")
                             : read_capture<RunningRoutes>(text_id, "several.txt");
    REQUIRE(routes.defaults.size() == 4);
    CHECK(words(routes.defaults[0]) ==
          "default via 192.0.2.9 dev eth0 table 100 proto boot metric 0");
    CHECK(words(routes.defaults[1]) ==
          "default via 192.0.2.1 dev eth0 table main proto dhcp metric 100");
    CHECK(words(routes.defaults[2]) ==
          "default via 10.9.0.2 dev br0 table main proto static metric 400");
    CHECK(words(routes.defaults[3]) ==
          "default via fe80::1 dev eth0 table main proto boot metric 500");
    CHECK(routes.defaults[2].ipv4);
    CHECK_FALSE(routes.defaults[3].ipv4);
    CHECK(routes.default_route(true)->via == "192.0.2.1");
    CHECK(routes.default_route(false)->via == "fe80::1");
    REQUIRE(routes.others.size() == 3);
    CHECK(words(routes.others[0]) == "10.77.0.0/16 via  dev eth0 table 100 proto boot metric 0");
    CHECK(words(routes.others[1]) ==
          "10.50.0.0/16 via 192.0.2.1 dev eth0 table main proto boot metric 0");
    CHECK(words(routes.others[2]) ==
          "10.50.0.0/16 via 192.0.2.2 dev eth0 table main proto boot metric 0");
    CHECK(routes.left_out == 0);
  }
}

TEST_CASE("routes as older releases and other families word them") {
  const auto routes = parsed<RunningRoutes>(
      text_id,
      "default via 10.1.2.1 dev eth0  proto static  src 10.1.2.3  metric 1024 \n"
      "169.254.0.0/16 dev eth0  scope link  metric 1002 \n"
      "unicast default via inet6 fe80::1 dev eth1 metric 7\n"
      "broadcast 127.0.0.0 dev lo  table local  proto kernel  scope link  src 127.0.0.1 \n"
      "inet6\n"
      "unreachable ::/96 dev lo  metric 1024  error -101\n"
      "unreachable default dev lo  table unspec  proto kernel  metric 4294967295  error -101\n"
      "default via fe80::1 dev eth0  proto ra  metric 1024  expires 1797sec hoplimit 64\n");
  REQUIRE(routes);
  REQUIRE(routes->defaults.size() == 3);
  CHECK(words(routes->defaults[0]) ==
        "default via 10.1.2.1 dev eth0 table main proto static metric 1024");
  CHECK(routes->defaults[0].source == "10.1.2.3");
  CHECK(words(routes->defaults[1]) ==
        "default via fe80::1 dev eth1 table main proto boot metric 7");
  CHECK(routes->default_route(true)->device == "eth1");
  CHECK(routes->default_route(false)->protocol == "ra");
  CHECK(routes->others.size() == 1);

  const auto via6 = parsed<RunningRoutes>(
      json_id,
      R"([{"dst":"default","via":{"family":"inet6","host":"fe80::1"},"dev":"eth0","flags":[]}])"
      "\ninet6\n");
  REQUIRE(via6);
  CHECK(via6->default_route(true)->via == "fe80::1");
}

TEST_CASE("a kernel without IPv6 that lists IPv4 again, and one without routes") {
  const std::string route = R"([{"dst":"10.0.0.0/8","gateway":"10.1.2.1","dev":"eth0"}])";
  CHECK(kind(json_id, route + "\ninet6\n" + route + "\n") == "0 1");
  CHECK(kind(json_id, "inet6\n") == "0 0");
  CHECK(kind(json_id, "[ ]\ninet6\n[ ]\n") == "0 0");
  CHECK(kind(json_id, "[{}]\ninet6\n") == "0 0");
  CHECK(kind(text_id, "inet6\n") == "0 0");
  CHECK_FALSE(RunningRoutes().default_route(true));
}

TEST_CASE("no more routes are kept than anybody reads") {
  std::string text;
  for (int i = 0; i < 300; ++i) text += "10.0.0.0/8 via 10.1.2.1 dev eth0\n";
  const auto routes = parsed<RunningRoutes>(text_id, text + "inet6\n");
  REQUIRE(routes);
  CHECK(routes->others.size() == 256);
  CHECK(routes->left_out == 44);
}

TEST_CASE("what is no answer") {
  for (const char* answer : {"", "\n", "[]", "{}\ninet6\n", "[{\ninet6\n", "[1]\ninet6\n",
                             R"([{"dst":7}])"
                             "\ninet6\n",
                             "[]\ninet6\n{}"})
    CHECK_MESSAGE(kind(json_id, answer) == "malformed", answer);
  for (const char* answer : {"", "default via 10.1.2.1 dev eth0\n", "Usage: ip route\ninet6\n",
                             "web01 dev eth0\ninet6\n"})
    CHECK_MESSAGE(kind(text_id, answer) == "malformed", answer);
}

TEST_CASE("RunningRoutes as JSON") {
  RunningRoutes fact;
  fact.defaults.push_back({true, "default", "10.1.2.1", "eth0", "main", "dhcp", "", 100});
  CHECK(to_json(fact) == R"({
  "defaults": [
    {
      "family": "inet",
      "to": "default",
      "via": "10.1.2.1",
      "device": "eth0",
      "table": "main",
      "protocol": "dhcp",
      "source": "",
      "metric": 100
    }
  ],
  "others": [],
  "left_out": 0
})");
}
