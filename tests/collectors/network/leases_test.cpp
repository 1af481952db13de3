#include "collectors/network/leases.h"

#include <doctest/doctest.h>

#include "collectors/evidence/text.h"
#include "collectors/evidence/tree.h"
#include "collectors/network/lease_readers.h"
#include "tests/collectors/host/capture.h"

using namespace fbd;

namespace {

constexpr const char* id = "network.leases";

std::string joined(const std::vector<std::string>& words) {
  std::string all;
  for (const std::string& word : words) all += (all.empty() ? "" : " ") + word;
  return all;
}

/// "dhclient eth0 192.0.2.58/24 via 192.0.2.1 dns 192.0.2.53 search example.com from 192.0.2.1
/// seconds 600 until 2026-11-24T00:00:09Z"
std::string words(const Lease& lease) {
  std::string text = std::string(name(lease.client)) + " " + lease.interface + " " + lease.address;
  if (lease.prefix) text += "/" + std::to_string(*lease.prefix);
  if (!lease.routers.empty()) text += " via " + joined(lease.routers);
  if (!lease.dns.empty()) text += " dns " + joined(lease.dns);
  if (!lease.search.empty()) text += " search " + joined(lease.search);
  if (!lease.server.empty()) text += " from " + lease.server;
  if (lease.seconds) text += " seconds " + std::to_string(*lease.seconds);
  if (lease.expires) text += " until " + iso_time(*lease.expires);
  if (lease.for_ever) text += " for ever";
  if (lease.from_azure()) text += " (Azure)";
  return text;
}

std::string words(const LeaseFile& file) {
  std::string text = file.trouble;
  for (const Lease& lease : file.leases) text += (text.empty() ? "" : "; ") + words(lease);
  return text;
}

Leases one_file(const std::string& path, const std::string& bytes) {
  const std::vector<TreeEntry> tree{{TreeEntry::Kind::file, 0644, {}, path, bytes}};
  const auto fact = parsed<Leases>(id, write_tree(tree));
  REQUIRE(fact);
  return *fact;
}

}  // namespace

TEST_CASE("leases of dhclient and dhcpcd, of which the last block counts") {
  const Leases leases = read_capture<Leases>(id, "debian-12.tree");
  REQUIRE(leases.all.size() == 3);
  CHECK(leases.problems.empty());
  CHECK(words(leases.all[0]) ==
        "dhclient eth0 192.0.2.58/24 via 192.0.2.1 dns 192.0.2.53 192.0.2.54 from 192.0.2.1 "
        "seconds 600 until 2026-11-24T00:00:09Z");
  CHECK(leases.all[0].source.line == 17);
  CHECK(leases.all[0].ipv4);
  CHECK(words(leases.all[1]) ==
        "dhclient eth0 2001:db8:1::1e8 dns 2001:db8:1::53 seconds 600 until 2026-11-24T00:00:13Z");
  CHECK_FALSE(leases.all[1].ipv4);
  CHECK(words(leases.all[2]) ==
        "dhcpcd eth0 192.0.2.58/24 via 192.0.2.1 dns 192.0.2.53 192.0.2.54 search example.com "
        "lab.example.com from 192.0.2.1 seconds 600");
}

TEST_CASE("leases of the other clients") {
  const Leases leases = read_capture<Leases>(id, "others.tree");
  REQUIRE(leases.all.size() == 6);
  CHECK(leases.problems.empty());
  CHECK(words(leases.all[0]) ==
        "dhclient ens192 10.0.0.4/24 via 10.0.0.1 dns 168.63.129.16 search example.com from "
        "168.63.129.16 for ever (Azure)");
  CHECK(words(leases.all[1]) == "network-manager ens192 10.0.0.4");
  CHECK(words(leases.all[2]) ==
        "networkd  10.75.205.242/24 via 10.75.205.1 dns 10.75.205.1 10.75.205.2 search lxd from "
        "10.75.205.1 seconds 3600 (Azure)");
  CHECK(leases.all[2].interface_index == 2);
  CHECK(words(leases.all[3]) ==
        "wicked eth0 192.168.122.82/24 via 192.168.122.1 dns 192.168.122.1 search example.com "
        "from 192.168.122.1 seconds 3600 until 2017-01-03T01:58:51Z");
  CHECK(words(leases.all[4]) ==
        "wicked eth0 2001:db8::42 dns 2001:db8::53 search example.com from fe80::1 seconds 600 "
        "until 2017-01-03T01:08:52Z");
  CHECK(words(leases.all[5]) ==
        "dhcpcd eth0 10.217.5.79/23 via 10.217.4.1 dns 10.200.81.201 10.200.81.202 search "
        "example.com from 10.184.232.100 seconds 619200 until 2012-04-28T18:29:57Z");
}

TEST_CASE("what dhclient's file may hold") {
  const struct {
    const char* what;
    const char* text;
    const char* expected;
  } cases[] = {
      {"nothing yet", "", ""},
      {"only an identity", "default-duid \"\\000{;\";\n", ""},
      {"two interfaces in one file",
       "lease { interface \"eth0\"; fixed-address 10.0.0.4; }\n"
       "lease { interface \"eth1\"; fixed-address 10.0.1.4; }\n"
       "lease { interface \"eth0\"; fixed-address 10.0.0.5; }\n",
       "dhclient eth0 10.0.0.5; dhclient eth1 10.0.1.4"},
      {"a block that is not finished", "lease { fixed-address 10.0.0.4; }\nlease { fixed-address 1",
       "dhclient  10.0.0.4"},
      {"a comment and a string with brackets",
       "# lease {\nlease { filename \"}\\\"}\"; fixed-address 10.0.0.4; # }\n}",
       "dhclient  10.0.0.4"},
      {"an IPv6 lease that was given back",
       "lease6 { interface \"eth0\"; released; ia-na 1 { iaaddr 2001:db8::1 { max-life 60; } } }",
       ""},
      {"two IPv6 addresses and a prefix for others",
       "lease6 { ia-na 1 { iaaddr 2001:db8::1 { starts 10; max-life 60; } iaaddr 2001:db8::2 { "
       "starts 20; max-life 4294967295; } } ia-pd 2 { iaprefix 2001:db8:9::/48 { starts 30; "
       "max-life 90; } } }",
       "dhclient  2001:db8::1 seconds 60 until 1970-01-01T00:01:10Z; "
       "dhclient  2001:db8::2 for ever"},
      {"a block without an address", "lease { interface \"eth0\"; }", ""},
      {"a date that is none", "lease { fixed-address 10.0.0.4; expire 4 2026/13/01 00:00:00; }",
       "dhclient  10.0.0.4"},
      {"the epoch", "lease { fixed-address 10.0.0.4; expire epoch 1795477813; # Mon\n}",
       "dhclient  10.0.0.4 until 2026-11-23T23:50:13Z"},
      {"for ever, and a date even so",
       "lease { fixed-address 10.0.0.4; option dhcp-lease-time 4294967295; expire 4 "
       "2160/01/01 00:00:00; }",
       "dhclient  10.0.0.4 for ever"},
      {"an address that is none", "lease { fixed-address web01; }", ""},
      {"another program's file", "{\"leases\": []}", "this is no lease file of dhclient"},
      {"closed too often", "}}}} lease { fixed-address 10.0.0.4; }", "dhclient  10.0.0.4"},
  };
  for (const auto& one : cases) {
    CAPTURE(one.what);
    CHECK(words(read_dhclient_leases(one.text)) == one.expected);
  }
}

TEST_CASE("the interface by the file's name") {
  const std::string lease = "lease { fixed-address 10.0.0.4; }";
  const std::string uuid = "5fb06bd0-0bb0-7ffb-45f1-d6edd65f3e03";
  for (const auto& one : std::vector<std::pair<std::string, std::string>>{
           {"dhclient.eth0.leases", "eth0"},
           {"dhclient-eth0.leases", "eth0"},
           {"dhclient--eth0.lease", "eth0"},
           {"dhclient6-eth0.leases", "eth0"},
           {"dhclient-" + uuid + "-eth0.lease", "eth0"},
           {"dhclient6-" + uuid + "-br-lan.lease", "br-lan"},
           {"dhclient-br-lan.leases", "br-lan"},
           {"dhclient.leases", ""}}) {
    CAPTURE(one.first);
    const Leases leases = one_file("/var/lib/dhclient/" + one.first, lease);
    REQUIRE(leases.all.size() == 1);
    CHECK(leases.all[0].interface == one.second);
  }
}

TEST_CASE("a DHCPv6 server's reply, and replies that are cut off") {
  using namespace std::string_literals;
  const std::string address = "\x20\x01\x0d\xb8"s + std::string(11, '\0') + "\x42";
  const std::string inner = "\0\x05\0\x18"s + address + "\0\0\x01\x2c\0\0\x02\x58"s;
  const std::string reply = "\x07\x01\x02\x03"s + "\0\x03\0\x28"s + std::string(12, '\0') + inner +
                            "\0\x17\0\x10"s + address + "\0\x18\0\x09\x04home\x02lb\0"s;
  CHECK(words(read_dhcpv6_reply(reply)) ==
        "dhclient  2001:db8::42 dns 2001:db8::42 search home.lb seconds 600");
  for (std::size_t size = 0; size < reply.size(); ++size) read_dhcpv6_reply(reply.substr(0, size));
  CHECK(words(read_dhcpv6_reply(reply.substr(0, 20))) == "the reply gives no address");
  CHECK(words(read_dhcpv6_reply("junk")) == "this is no reply of a DHCPv6 server");

  std::string bootp(236, '\0');
  bootp[0] = 2;
  bootp[16] = 10;
  bootp[19] = 4;
  const std::string options =
      "\x63\x82\x53\x63"s + "\x33\x04\xff\xff\xff\xff"s + "\x77\x04\x01x\xc0\x00"s +
      "\x79\x0e\x08\x0a\x0a\0\0\x09\0\x0a\0\0\x01\x18\x01\x02"s + "\xf5\x04\xa8\x3f\x81\x10\xff"s;
  const std::string whole = bootp + options;
  CHECK(words(read_bootp_reply(whole)).starts_with("dhclient  10.0.0.4"));
  CHECK(words(read_bootp_reply(whole)).ends_with("for ever (Azure)"));
  CHECK(read_bootp_reply(whole).leases[0].routers == std::vector<std::string>{"10.0.0.1"});
  for (std::size_t size = 0; size < whole.size(); ++size) read_bootp_reply(whole.substr(0, size));
  CHECK(words(read_bootp_reply(bootp)) == "this is no reply of a DHCP server");
  bootp[16] = bootp[19] = 0;
  CHECK(words(read_bootp_reply(bootp + options)) == "the reply gives no address");
}

TEST_CASE("what is no lease, and what nobody may read") {
  CHECK(words(read_wicked_lease("<lease><state>released</state></lease>")) ==
        "its state is \"released\", not granted");
  CHECK(words(read_wicked_lease("<lease><ipv4:dhcp></lease>")) ==
        "its elements do not fit together");
  CHECK(words(read_wicked_lease("<lease><a></lease")) == "its elements do not fit together");
  CHECK(words(read_wicked_lease("")) == "");
  CHECK(words(read_lease_settings("ADDRESS=web01\n")) == "it names no address");
  const auto denied = parsed<Leases>(
      id, write_tree(std::vector<TreeEntry>{{TreeEntry::Kind::error, 0, ErrorKind::denied,
                                             "/var/lib/dhclient", "permission denied"}}));
  REQUIRE(denied);
  REQUIRE(denied->problems.size() == 1);
  CHECK(denied->problems[0].kind == ErrorKind::denied);
  CHECK_FALSE(parsed<Leases>(id, "file"));
}

TEST_CASE("no more leases are kept than anybody reads") {
  std::string text;
  for (int i = 0; i < 300; ++i)
    text += "lease { interface \"eth" + std::to_string(i) + "\"; fixed-address 10.0.0.4; }\n";
  const Leases leases = one_file("/var/lib/dhcp/dhclient.leases", text);
  CHECK(leases.all.size() == 256);
  CHECK(leases.left_out == 44);
}

TEST_CASE("Leases as JSON") {
  const Leases leases =
      one_file("/var/lib/dhcpcd/dhcpcd-eth0.info", "IPADDR=10.0.0.4\nLEASEDFROM=0\nLEASETIME=60\n");
  CHECK(to_json(leases) == R"({
  "leases": [
    {
      "client": "dhcpcd",
      "interface": "eth0",
      "interface_index": null,
      "file": "/var/lib/dhcpcd/dhcpcd-eth0.info",
      "line": 0,
      "family": "inet",
      "address": "10.0.0.4",
      "prefix": null,
      "routers": [],
      "dns": [],
      "search": [],
      "server": "",
      "seconds": 60,
      "expires": "1970-01-01T00:01:00Z",
      "for_ever": false,
      "from_azure": false
    }
  ],
  "problems": [],
  "left_out": 0
})");
}
