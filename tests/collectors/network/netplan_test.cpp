#include "collectors/network/netplan.h"

#include <doctest/doctest.h>

#include "tests/collectors/network/files.h"

using namespace fbd;

namespace {

NetworkReading read(const FileTexts& texts) {
  NetworkFiles files;
  for (const auto& text : texts) files.emplace(text.first, text.second);
  return read_netplan(files);
}

/// One file with this below "ethernets:", each line indented by four blanks.
NetworkReading ethernets(const std::string& text) {
  return read({{"/etc/netplan/01.yaml", "network:\n  version: 2\n  ethernets:\n" + text}});
}

std::string network(const std::string& text) { return "network: {" + text + "}\n"; }

}  // namespace

TEST_CASE("netplan: one definition") {
  struct Case {
    const char* text;
    const char* expected;
  };
  const Case cases[] = {
      {"    eth0: {dhcp4: true}", "eth0 dhcp"},
      {"    eth0: {dhcp4: yes}", "eth0 dhcp"},
      {"    eth0: {dhcp4: 'On'}", "eth0 dhcp"},
      {"    eth0: {dhcp4: no}", "eth0 none"},
      {"    eth0: {dhcp4: 1}", "!"},
      {"    eth0: {dhcp4: null}", "!"},
      {"    eth0: {}", "eth0 none"},
      {"    eth0: null", "!"},
      {"    eth0:\n      addresses: [10.1.2.3/24]", "eth0 static 10.1.2.3/24"},
      {"    eth0:\n      addresses:\n      - 10.1.2.3/24\n      - 2001:db8::3/64",
       "eth0 static 10.1.2.3/24 2001:db8::3/64"},
      {"    eth0:\n      addresses:\n      - 10.1.2.3/24: {label: 'eth0:1'}",
       "eth0 static 10.1.2.3/24"},
      {"    eth0: {addresses: ['2001:db8::3/64']}", "eth0 none 2001:db8::3/64"},
      {"    eth0: {dhcp4: true, addresses: [10.1.2.3/24]}", "eth0 dhcp 10.1.2.3/24"},
      {"    eth0: {addresses: [10.1.2.3]}", "!"},
      {"    eth0: {addresses: 10.1.2.3/24}", "!"},
      {"    eth0: {addresses: null}", "!"},
      {"    eth0: {dhcp4: false, dhcp6: true}", "eth0 none"},
      // Names: the definition's own, a match, a new one.
      {"    id: {match: {name: 'en*'}, dhcp4: true}", "en* dhcp"},
      {"    id: {match: {name: ens192}, addresses: [10.1.2.3/24]}", "ens192 static 10.1.2.3/24"},
      {"    id: {match: {macaddress: '00:50:56:aa:bb:cc'}, dhcp4: true}", "00:50:56:aa:bb:cc dhcp"},
      {"    id: {match: {macaddress: '00:50:56:aa:bb:cc'}, set-name: lan0, dhcp4: true}",
       "lan0 dhcp"},
      {"    id: {match: {driver: hv_netvsc}, dhcp4: true}", "? dhcp"},
      {"    id: {match: {}, dhcp4: true}", "? dhcp"},
      // Stricter than netplan: no value then, but a problem.
      {"    eth0: &a {dhcp4: true}\n    eth1: *a", "!"},
      {"    eth0: {dhcp4: true, dhcp4: false}", "!"},
      {"    eth0: [", "!"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.text);
    CHECK(brief(ethernets(one.text)) == one.expected);
  }
}

TEST_CASE("netplan: the rest of an entry") {
  const NetworkReading reading = ethernets(
      "    eth0:\n      dhcp4: false\n      addresses: [10.1.2.3/24]\n"
      "      routes:\n      - {to: 10.9.0.0/16, via: 10.1.2.9}\n"
      "      - {to: default, via: 10.1.2.1}\n"
      "      nameservers: {addresses: [10.1.2.10, 10.1.2.11]}\n"
      "    eth1: {addresses: [10.1.3.3/24], gateway4: 10.1.3.1, activation-mode: manual}\n"
      "    eth2: {match: {driver: vmxnet3}, dhcp4: true}\n");
  REQUIRE(reading.entries.size() == 3);
  const NetworkEntry& eth0 = reading.entries[0];
  CHECK(eth0.gateway == "10.1.2.1");
  CHECK(eth0.dns == std::vector<std::string>{"10.1.2.10", "10.1.2.11"});
  CHECK(eth0.at_boot);
  CHECK(eth0.file == "/etc/netplan/01.yaml");
  CHECK(eth0.line == 6);
  CHECK(eth0.stack == NetworkStack::netplan);
  CHECK(reading.entries[1].gateway == "10.1.3.1");
  CHECK_FALSE(reading.entries[1].at_boot);
  CHECK(reading.entries[2].condition == "driver vmxnet3");
  CHECK(reading.entries[2].applies_to("ens192", "") == Applies::maybe);
}

TEST_CASE("netplan: files are merged by name, whatever their folder") {
  const std::string fixed = network("ethernets: {eth0: {addresses: [10.1.2.3/24]}}");
  const std::string more = network("ethernets: {eth0: {addresses: [10.1.2.4/24]}}");
  const std::string dhcp = network("ethernets: {eth0: {dhcp4: true}}");
  const std::string no_dhcp = network("ethernets: {eth0: {dhcp4: false}}");
  struct Case {
    const char* what;
    FileTexts files;
    const char* expected;
  };
  const Case cases[] = {
      {"lists append",
       {{"/etc/netplan/10.yaml", fixed}, {"/etc/netplan/20.yaml", more}},
       "eth0 static 10.1.2.3/24 10.1.2.4/24"},
      {"an address is kept once",
       {{"/etc/netplan/10.yaml", fixed}, {"/etc/netplan/20.yaml", fixed}},
       "eth0 static 10.1.2.3/24"},
      {"values are replaced",
       {{"/etc/netplan/10.yaml", dhcp}, {"/etc/netplan/20.yaml", no_dhcp}},
       "eth0 none"},
      {"the later name wins, not the later folder",
       {{"/lib/netplan/90.yaml", dhcp}, {"/etc/netplan/10.yaml", no_dhcp}},
       "eth0 dhcp"},
      {"text order, not numbers",
       {{"/etc/netplan/9-a.yaml", dhcp}, {"/etc/netplan/10-a.yaml", no_dhcp}},
       "eth0 dhcp"},
      {"DHCP added to a static definition gives both",
       {{"/etc/netplan/10.yaml", fixed}, {"/etc/netplan/20.yaml", dhcp}},
       "eth0 dhcp 10.1.2.3/24"},
      {"run beats etc",
       {{"/etc/netplan/10.yaml", dhcp}, {"/run/netplan/10.yaml", fixed}},
       "eth0 static 10.1.2.3/24"},
      {"etc beats lib",
       {{"/lib/netplan/10.yaml", dhcp}, {"/etc/netplan/10.yaml", fixed}},
       "eth0 static 10.1.2.3/24"},
      {"an empty file is none", {{"/etc/netplan/10.yaml", ""}}, ""},
      {"an empty network is none", {{"/etc/netplan/10.yaml", "network:\n"}}, ""},
      {"other names are not read",
       {{"/etc/netplan/10.yml", dhcp},
        {"/etc/netplan/.10.yaml", dhcp},
        {"/etc/netplan/10.yaml.bak", dhcp}},
       ""},
      {"one bad file spoils all",
       {{"/etc/netplan/10.yaml", fixed}, {"/etc/netplan/20.yaml", "network: ["}},
       "!"},
      {"another version", {{"/etc/netplan/10.yaml", network("version: 1")}}, "!"},
      {"another key", {{"/etc/netplan/10.yaml", "network: {}\nmore: 1\n"}}, "!"},
      {"no network", {{"/etc/netplan/10.yaml", "ethernets: {}\n"}}, "!"},
      {"a list", {{"/etc/netplan/10.yaml", "- network\n"}}, "!"},
      {"one id, two types",
       {{"/etc/netplan/10.yaml", dhcp}, {"/etc/netplan/20.yaml", network("bonds: {eth0: {}}")}},
       "!"},
      {"all types",
       {{"/etc/netplan/10.yaml",
         network("bonds: {bond0: {addresses: [10.1.2.3/24], interfaces: [a]}}, "
                 "vlans: {lan.5: {id: 5, link: bond0, dhcp4: true}}")}},
       "bond0 static 10.1.2.3/24; lan.5 dhcp"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.what);
    CHECK(brief(read(one.files)) == one.expected);
  }
}

TEST_CASE("netplan: which files need NetworkManager") {
  const std::string nm = network("renderer: NetworkManager");
  const std::string networkd = network("renderer: networkd");
  const auto needing = [](const FileTexts& files) { return read(files).needs_network_manager; };
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

TEST_CASE("netplan: the file that the failover adds") {
  const std::string file = "/etc/netplan/50-azure_migrate_dhcp.yaml";
  const NetworkReading reading =
      read({{file,
             "network:\n  version: 2\n  ethernets:\n    azure:\n      match:\n"
             "        driver: hv_netvsc\n      dhcp4: true\n"}});
  REQUIRE(reading.entries.size() == 1);
  CHECK(reading.entries[0].by_failover);
  CHECK(reading.entries[0].applies_to("eth1", "") != Applies::yes);
  CHECK(reading.problems.empty());
}

TEST_CASE("netplan: a problem names file and line") {
  const NetworkReading reading = ethernets("    eth0: {dhcp4: true}\n    eth0: {dhcp4: false}\n");
  REQUIRE(reading.problems.size() == 1);
  CHECK(reading.problems[0].file == "/etc/netplan/01.yaml");
  CHECK(reading.problems[0].line == 5);
  CHECK(reading.problems[0].reason.find("/etc/netplan") != 0);
}
