#include "collectors/network/netplan.h"

#include <algorithm>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/collectors/network/cases.h"

using namespace fbd;

namespace {

using Texts = std::map<std::string, std::string>;

NetworkReading read(const Texts& texts) {
  NetworkTree tree;
  for (const auto& [path, text] : texts) tree.files.emplace(path, text);
  return read_netplan(tree);
}

/// One file with this below "ethernets:".
NetworkReading ethernets(const std::string& text) {
  return read({{"/etc/netplan/01.yaml", "network: {ethernets: {" + text + "}}\n"}});
}

std::string network(const std::string& text) { return "network: {" + text + "}\n"; }

bool is_refused(const NetworkReading& reading) {
  return std::any_of(reading.connections.begin(), reading.connections.end(),
                     [](const auto& one) { return one.status == ConnectionStatus::refused; });
}

}  // namespace

TEST_CASE("netplan: cases") { check_cases("netplan", 30, read_netplan); }

TEST_CASE("netplan: values that are refused, each as netplan 0.106 does") {
  struct Case {
    const char* text;
    bool good;
  };
  const Case cases[] = {
      {"eth0: {}", true},
      {"eth0: {mtu: 1500}", true},
      {"eth0: {mtu: ''}", true},
      {"eth0: {mtu: ' 15'}", true},
      {"eth0: {mtu: '15 '}", false},
      {"eth0: {mtu: -1}", false},
      {"eth0: {mtu: 4294967296}", false},
      {"eth0: {dhcp4: ~}", false},
      {"eth0: {dhcp4: [yes]}", false},
      {"eth0: {optional: true, critical: no, ignore-carrier: yes}", true},
      {"eth0: {macaddress: '00:50:56:aa:bb:cc'}", true},
      {"eth0: {macaddress: '00:50:56:aa:bb'}", false},
      {"eth0: {match: }", false},
      {"eth0: {match: {}}", true},
      {"eth0: {match: {driver: 'a b'}}", false},
      {"eth0: {match: {driver: []}}", false},
      {"eth0: {match: {name: 'a b'}}", false},
      {"eth0: {set-name: '', match: {}}", true},
      {"'eth 0': {}", false},
      {"'': {}", false},
      {"eth0: {renderer: other}", false},
      {"renderer: networkd, eth0: {}", true},
      {"renderer: {a: b}, eth0: {}", false},
      {"eth0: {addresses: [{}]}", false},
      {"eth0: {addresses: [[10.1.2.3/24]]}", false},
      {"eth0: {addresses: [10.1.2.3/0]}", false},
      {"eth0: {addresses: ['2001:db8::1/128']}", true},
      {"eth0: {addresses: ['2001:db8::1/129']}", false},
      {"eth0: {addresses: [{10.1.2.3/24: {lifetime: 1}}]}", false},
      {"eth0: {addresses: [{10.1.2.3/24: {label: x, lifetime: Forever}}]}", true},
      {"eth0: {gateway4: '2001:db8::1'}", false},
      {"eth0: {gateway6: '10.1.2.1'}", false},
      {"eth0: {nameservers: {addresses: 10.1.2.53}}", false},
      {"eth0: {nameservers: {search: }}", false},
      {"eth0: {nameservers: {domains: []}}", false},
      {"eth0: {routes: [{to: 10.0.0.0/8, via: '2001:db8::1'}]}", false},
      {"eth0: {routes: [{via: 10.1.2.1}]}", false},
      {"eth0: {routes: [{to: 10.0.0.0/8, type: other}]}", false},
      {"eth0: {routes: [{to: 10.0.0.0/8, scope: Link}]}", true},
      {"eth0: {routes: [{to: default, scope: link}]}", false},
      {"eth0: {routes: [{to: 10.0.0.0/8, via: 10.1.2.1, metric: x}]}", false},
      {"eth0: {routing-policy: [{table: 3}]}", false},
      {"eth0: {routing-policy: [{from: 10.1.2.3, type-of-service: 256}]}", false},
      {"eth0: {dhcp-identifier: MAC}", true},
      {"eth0: {dhcp-identifier: name}", false},
      {"eth0: {dhcp4-overrides: {use-dns: 1}}", false},
      {"eth0: {dhcp4-overrides: {other: true}}", false},
      {"eth0: {optional-addresses: [ipv4-ll, DHCP4]}", true},
      {"eth0: {optional-addresses: [ipv4]}", false},
      {"eth0: {ipv6-address-generation: stable-privacy}", false},
      {"eth0: {ipv6-address-generation: eui64, ipv6-address-token: '::2'}", false},
      {"eth0: {embedded-switch-mode: switchdev}", false},
      {"eth0: {embedded-switch-mode: switchdev}, eth1: {link: eth0}", true},
      {"eth0: {wakeonwlan: [default, any]}", false},
      {"eth0: {openvswitch: {other-config: {a: b}}}", false},
      {"eth0: {auth: {key-management: psk, password: short}}", false},
      {"eth0: {match: {driver: x}, renderer: NetworkManager}", false},
      {"eth0: {match: {driver: x}, set-name: a, renderer: NetworkManager}", true},
      {"eth0: {ipv6-mtu: 1400, renderer: NetworkManager}", false},
      {"eth0: {activation-mode: 'off', renderer: NetworkManager}", false},
  };
  for (const Case& one : cases) {
    CAPTURE(one.text);
    const NetworkReading reading = ethernets(one.text);
    CHECK(reading.problems.empty() == one.good);
    CHECK(is_refused(reading) <= !one.good);
  }
}

TEST_CASE("netplan: what newer versions know is not refused") {
  const NetworkReading reading =
      read({{"/etc/netplan/1.yaml", network("dummy-devices: {dm0: {addresses: [10.1.2.3/24]}}, "
                                            "virtual-ethernets: {a: {peer: b}, b: {peer: a}}")}});
  CHECK(reading.problems.empty());
  REQUIRE(reading.connections.size() == 3);
  CHECK(reading.connections[0].ipv4.method == AddressMethod::fixed);
}

TEST_CASE("netplan: which files need NetworkManager") {
  const std::string nm = network("renderer: NetworkManager");
  const std::string networkd = network("renderer: networkd");
  const auto needing = [](const Texts& files) { return read(files).needs_network_manager; };
  using Files = std::vector<std::string>;
  CHECK(needing({{"/etc/netplan/01.yaml", nm}}) == Files{"/etc/netplan/01.yaml"});
  CHECK(needing({{"/etc/netplan/01.yaml", networkd}}) == Files{});
  // The global renderer that was read last is for everything.
  CHECK(needing({{"/etc/netplan/01.yaml", nm}, {"/etc/netplan/02.yaml", networkd}}) == Files{});
  CHECK(needing({{"/etc/netplan/01.yaml", networkd}, {"/etc/netplan/02.yaml", nm}}) ==
        Files{"/etc/netplan/02.yaml"});
  CHECK(needing({{"/etc/netplan/01.yaml",
                  network("ethernets: {eth0: {renderer: NetworkManager, dhcp4: true}}")}}) ==
        Files{"/etc/netplan/01.yaml"});
  CHECK(needing({{"/etc/netplan/01.yaml",
                  network("ethernets: {renderer: NetworkManager, eth0: {dhcp4: true}}")}}) ==
        Files{"/etc/netplan/01.yaml"});
}

TEST_CASE("netplan: a problem says what it means, and every connection why") {
  const NetworkReading reading = read({{"/etc/netplan/01.yaml", network("ethernets: {a: {}}")},
                                       {"/etc/netplan/02.yaml", "network:\n  version: [\n"}});
  REQUIRE(reading.problems.size() == 1);
  CHECK(reading.problems[0].text() == "/etc/netplan/02.yaml:3: a value is expected here");
  CHECK(reading.problems[0].consequence.find("no network configuration") != std::string::npos);
  REQUIRE(reading.connections.size() == 1);
  CHECK(reading.connections[0].reason ==
        "netplan refuses /etc/netplan/02.yaml, and with it all its files");
}

TEST_CASE("netplan: a link that leads nowhere known") {
  NetworkTree tree;
  tree.links.emplace("/etc/netplan/01.yaml", "/srv/net.yaml");
  tree.files.emplace("/etc/netplan/02.yaml", "network: {ethernets: {eth0: {dhcp4: true}}}");
  const NetworkReading reading = read_netplan(tree);
  REQUIRE(reading.problems.size() == 1);
  CHECK(reading.problems[0].reason == "it leads to /srv/net.yaml, which was not read");
  REQUIRE(reading.connections.size() == 1);
  CHECK(reading.connections[0].status == ConnectionStatus::ok);
}

TEST_CASE("netplan: where IPv4 is decided comes first") {
  const NetworkReading reading =
      read({{"/etc/netplan/1.yaml", "network:\n  ethernets:\n    eth0:\n      dhcp4: true\n"},
            {"/etc/netplan/2.yaml", "network:\n  ethernets:\n    eth0:\n      mtu: 1400\n"}});
  REQUIRE(reading.connections.size() == 1);
  const std::vector<SourcePlace>& sources = reading.connections[0].sources;
  REQUIRE(sources.size() == 3);
  CHECK(reading.connections[0].file() == "/etc/netplan/1.yaml");
  CHECK(reading.connections[0].line() == 4);
  CHECK(sources[1].line == 3);
  CHECK(sources[2].file == "/etc/netplan/2.yaml");
}

TEST_CASE("netplan: a list of 40,000 addresses is read whole") {
  std::string text = "network: {ethernets: {eth0: {addresses: [";
  for (int i = 0; i < 40'000; ++i)
    text += fmt::format("10.{}.{}.{}/24, ", i / 65'000, i / 250 % 250, i % 250);
  const NetworkReading reading = read({{"/etc/netplan/1.yaml", text + "]}}}"}});
  REQUIRE(reading.connections.size() == 1);
  CHECK(reading.connections[0].ipv4.addresses.size() == 40'000);
}
