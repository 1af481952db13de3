#include "collectors/network/running_addresses.h"

#include <doctest/doctest.h>

#include "tests/collectors/host/capture.h"

using namespace fbd;

namespace {

constexpr const char* json_id = "network.addresses";
constexpr const char* text_id = "network.addresses-text";

}  // namespace

TEST_CASE("a lease and static addresses, from both forms of the same state") {
  for (const bool json : {true, false}) {
    CAPTURE(json);
    const auto running = json ? read_capture<RunningAddresses>(json_id, "lease-and-static.json")
                              : read_capture<RunningAddresses>(text_id, "lease-and-static.txt");
    REQUIRE(running.interfaces.size() == 5);
    const RunningInterface* eth0 = running.find("eth0");
    REQUIRE(eth0);
    CHECK(eth0->up);
    CHECK(eth0->mac == "00:50:56:00:00:10");
    REQUIRE(eth0->addresses.size() == 2);
    CHECK(eth0->addresses[0].ipv4);
    CHECK(eth0->addresses[0].dynamic);
    CHECK(eth0->addresses[0].prefix == 24);
    CHECK(eth0->addresses[0].valid_seconds.value_or(0) > 0);
    CHECK(eth0->addresses[0].valid_seconds.value_or(601) <= 600);
    CHECK_FALSE(eth0->addresses[1].ipv4);
    CHECK_FALSE(eth0->addresses[1].dynamic);
    CHECK(eth0->has_dynamic_ipv4());
    CHECK(eth0->ipv4_text() == eth0->addresses[0].text());

    const RunningInterface* eth1 = running.find("eth1");
    REQUIRE(eth1);
    CHECK(eth1->ipv4_text() == "10.1.2.3/24, 10.1.2.4/24");
    CHECK(eth1->has_ipv4("10.1.2.4"));
    CHECK_FALSE(eth1->has_ipv4("10.1.2"));
    CHECK_FALSE(eth1->has_ipv4("2001:db8::3"));
    CHECK_FALSE(eth1->has_dynamic_ipv4());
    CHECK_FALSE(eth1->addresses[0].valid_seconds);

    CHECK_FALSE(running.find("eth2")->up);
    CHECK(running.find("eth2")->ipv4_text() == "10.9.9.9/24");
    CHECK_FALSE(running.find("eth3")->up);
    CHECK(running.find("lo")->mac == "");
    CHECK_FALSE(running.find("eth9"));
  }
}

TEST_CASE("a DHCP client that tells the kernel nothing leaves an address like any other") {
  for (const auto& running :
       {read_capture<RunningAddresses>(json_id, "lease-without-lifetime.json"),
        read_capture<RunningAddresses>(text_id, "lease-without-lifetime.txt")}) {
    CHECK_FALSE(running.find("eth0")->ipv4_text().empty());
    CHECK_FALSE(running.find("eth0")->has_dynamic_ipv4());
  }
  for (const auto& running : {read_capture<RunningAddresses>(json_id, "no-lease.json"),
                              read_capture<RunningAddresses>(text_id, "no-lease.txt")})
    CHECK(running.find("eth0")->ipv4_text().empty());
}

TEST_CASE("an iproute2 that lists links and addresses mixed, without lifetimes") {
  const auto running = read_capture<RunningAddresses>(text_id, "rhel-6.txt");
  REQUIRE(running.interfaces.size() == 2);
  const RunningInterface* eth0 = running.find("eth0");
  REQUIRE(eth0);
  CHECK(eth0->up);
  CHECK(eth0->mac == "00:50:56:9a:1b:2c");
  CHECK(eth0->ipv4_text() == "10.1.2.77/24");
  CHECK_FALSE(eth0->has_dynamic_ipv4());
  CHECK(eth0->addresses.size() == 2);
}

TEST_CASE("peers, labels and names that look like flags") {
  const auto running = parsed<RunningAddresses>(
      text_id,
      "2: tun0    inet 10.0.0.1 peer 10.0.0.2/30 scope global tun0\\       valid_lft forever "
      "preferred_lft forever\n"
      "3: dynamic    inet 10.1.2.3/24 scope global dynamic\\       valid_lft forever "
      "preferred_lft forever\n"
      "4: eth0@if7: <UP,LOWER_UP> mtu 1500 \\    link/ether 00:50:56:00:00:01 brd ff\n"
      "5: sit0    mctp 8 scope global\n");
  REQUIRE(running);
  CHECK(running->find("tun0")->ipv4_text() == "10.0.0.1/30");
  CHECK_FALSE(running->find("dynamic")->has_dynamic_ipv4());
  CHECK(running->find("eth0")->up);
  CHECK(running->find("sit0")->addresses.empty());
}

TEST_CASE("JSON: what other releases print, and what is no answer") {
  const auto kind = [](std::string_view answer) {
    const auto fact = parsed<RunningAddresses>(json_id, answer);
    return fact ? std::string("read") : std::string(name(fact.error().kind));
  };
  CHECK(kind("[]") == "read");
  CHECK(kind(R"([{},{"ifname":"eth0","addr_info":[{}]}])") == "read");
  CHECK(kind(R"([{"ifname":"eth0","addr_info":[{"family":"mctp","local":"8"}]}])") == "read");
  CHECK(kind("") == "malformed");
  CHECK(kind("{}") == "malformed");
  CHECK(kind("[1]") == "malformed");
  CHECK(kind("[{\"ifname\":\"eth0\",\"addr_info\":") == "malformed");
  CHECK(kind(R"([{"ifname":7,"addr_info":[]}])") == "malformed");
  CHECK(kind(R"([{"ifname":"eth0"}])") == "malformed");
  CHECK(kind(R"([{"ifname":"eth0","addr_info":[{"family":"inet","local":"x","prefixlen":24}]}])") ==
        "malformed");
  CHECK(
      kind(
          R"([{"ifname":"e","addr_info":[{"family":"inet","local":"1.2.3.4","prefixlen":-1}]}])") ==
      "malformed");
  CHECK(kind(R"([{"ifname":"e","addr_info":[{"family":"inet","local":"1.2.3.4"}]}])") ==
        "malformed");
}

TEST_CASE("text: what is no answer") {
  for (const char* answer : {"", "\n", "Usage: ip address", "2: eth0", "2: eth0: UP mtu 1500",
                             "2: eth0    inet web01/24 scope global eth0",
                             "2: eth0    inet6 10.1.2.3/24 scope global"}) {
    CAPTURE(answer);
    CHECK_FALSE(parsed<RunningAddresses>(text_id, answer));
  }
}

TEST_CASE("shown as JSON") {
  RunningAddresses fact;
  fact.interfaces.push_back({"eth0", "00:50:56:00:00:01", true, {}});
  fact.interfaces[0].addresses.push_back({"10.1.2.3", 24, true, true, 77});
  fact.interfaces[0].addresses.push_back({"fe80::1", 64, false, false, std::nullopt});
  CHECK(to_json(fact) == R"({
  "interfaces": [
    {
      "name": "eth0",
      "mac": "00:50:56:00:00:01",
      "up": true,
      "addresses": [
        {
          "address": "10.1.2.3",
          "prefix": 24,
          "family": "inet",
          "dynamic": true,
          "valid_seconds": 77
        },
        {
          "address": "fe80::1",
          "prefix": 64,
          "family": "inet6",
          "dynamic": false,
          "valid_seconds": null
        }
      ]
    }
  ]
})");
}
