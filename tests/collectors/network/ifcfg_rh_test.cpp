#include "collectors/network/ifcfg_rh.h"

#include <doctest/doctest.h>

#include "collectors/network/shvar.h"
#include "collectors/network/shvar_value.h"
#include "tests/collectors/network/cases.h"

using namespace fbd;

namespace {

const std::string folder = "/etc/sysconfig/network-scripts/";

NetworkReading read_file(const std::string& text, const std::string& name = "ifcfg-eth0") {
  NetworkTree tree;
  tree.files.emplace(folder + name, text);
  return read_ifcfg_rh(tree, folder);
}

/// "static 10.1.2.3/24", "refused"; "!" behind it for a problem.
std::string brief(const NetworkReading& reading) {
  if (reading.connections.size() != 1) return "?";
  const Connection& c = reading.connections[0];
  std::string text(c.status == ConnectionStatus::ok ? name(c.ipv4.method) : name(c.status));
  if (c.status == ConnectionStatus::ok && !c.ipv4.addresses.empty()) text += " " + c.ipv4.text();
  return text + (reading.problems.empty() ? "" : "!");
}

}  // namespace

TEST_CASE("NetworkManager and ifcfg files: the cases") {
  check_cases("ifcfg-rh", 40, [](const NetworkTree& tree) { return read_ifcfg_rh(tree, folder); });
}

TEST_CASE("NetworkManager and ifcfg files: a value") {
  struct Case {
    const char* text;
    const char* expected;  // null: cannot be read
  };
  const Case cases[] = {
      {"dhcp", "dhcp"},
      {"'dhcp'", "dhcp"},
      {"\"dhcp\"", "dhcp"},
      {"$'dhcp'", "dhcp"},
      {"dh'c'\"p\"", "dhcp"},
      {"dhcp  ", "dhcp"},
      {"dhcp\r", "dhcp"},
      {"dhcp # c", "dhcp"},
      {"dhcp;", "dhcp"},
      {"dhcp ; #c", "dhcp"},
      {"dhcp;#c", "dhcp"},
      {"dhcp#c", "dhcp#c"},
      {"", ""},
      {" # c", ""},
      {" dhcp", nullptr},
      {"a b", nullptr},
      {"a;b", nullptr},
      {"a;;", nullptr},
      {"'a", nullptr},
      {"\"a", nullptr},
      {"a\\", nullptr},
      {"a\\ b", "a b"},
      {"\"$X\"", nullptr},
      {"\"`x`\"", nullptr},
      {"'$X'", "$X"},
      // Unquoted, a variable is no more than its letters.
      {"$X", "$X"},
      {"`x`", "`x`"},
      {"$(x)", nullptr},
      {"a|b", nullptr},
      {"a&", nullptr},
      {"\"a\\\"b\"", "a\"b"},
      {"\"a\\nb\"", "a\\nb"},
      // Older releases escaped these as well, if that was all there was.
      {"\"a\\'b\"", "a'b"},
      {"\"a\\'b\"c", "a\\'bc"},
      {"$'a\\tb'", "a\tb"},
      {"$'\\x41\\u00e4\\101'",
       "A\xc3\xa4"
       "A"},
      {"$'\\xzz'", "\\xzz"},
      {"$'a\\0b'", "a"},
      {"$'a", nullptr},
      {"\xff", nullptr},
      {"\xc3\xa4", "\xc3\xa4"},
      {"\xed\xa0\x80", nullptr},
  };
  for (const Case& one : cases) {
    CAPTURE(one.text);
    const std::optional<std::string> value = shvar_value(one.text);
    CHECK(value.has_value() == (one.expected != nullptr));
    if (value && one.expected) CHECK(*value == one.expected);
  }
}

TEST_CASE("NetworkManager and ifcfg files: lines") {
  const Shvar values("A=1\n  B=2\nexport C=3\nA=4\nD = 5\nE='\n1F=6\nG=\nH=yes\r\nI=no\nJ=maybe\n");
  CHECK(values.value("A") == "4");
  CHECK(values.line("A") == 4);
  CHECK(values.value("B") == "2");
  CHECK_FALSE(values.has("C"));
  CHECK_FALSE(values.has("D"));
  CHECK(values.has("E"));
  CHECK(values.value("E").empty());
  CHECK_FALSE(values.has("1F"));
  CHECK(values.has("G"));
  CHECK(values.yes("H") == true);
  CHECK(values.yes("I") == false);
  CHECK_FALSE(values.yes("J"));
  CHECK(values.misread().size() == 2);
  // It is one C string.
  CHECK_FALSE(Shvar(std::string_view("A=1\n\0B=2\n", 9)).has("B"));
}

TEST_CASE("NetworkManager and ifcfg files: method and addresses of IPv4") {
  struct Case {
    const char* text;
    const char* expected;
  };
  const Case cases[] = {
      {"", "none"},
      {"BOOTPROTO=dhcp", "dhcp"},
      {"BOOTPROTO=DHCP", "dhcp"},
      {"BOOTPROTO=bootp", "dhcp"},
      {"BOOTPROTO=dhcp\r", "dhcp"},
      {"export BOOTPROTO=dhcp", "none!"},
      {"BOOTPROTO=dhcp; PEERDNS=no", "none!"},
      {"BOOTPROTO = dhcp", "none"},
      {"BOOTPROTO=$(cmd)", "none!"},
      {"BOOTPROTO='dhcp", "none!"},
      {"BOOTPROTO=$X", "refused!"},
      {"BOOTPROTO=dhcp#x", "refused!"},
      {"BOOTPROTO=dhcp4", "refused!"},
      {"BOOTPROTO=autoip", "other"},
      {"BOOTPROTO=shared", "other"},
      {"BOOTPROTO=ibft", "ignored"},
      {"BOOTPROTO=none\nIPADDR=10.1.2.3\nPREFIX=24", "static 10.1.2.3/24"},
      {"BOOTPROTO=STATIC\nIPADDR=10.1.2.3\nPREFIX=24", "static 10.1.2.3/24"},
      {"IPADDR=10.1.2.3", "static 10.1.2.3/8"},
      {"IPADDR=172.16.2.3", "static 172.16.2.3/16"},
      {"IPADDR=192.168.2.3", "static 192.168.2.3/24"},
      {"IPADDR=10.1.2.3\nNETMASK=255.255.255.0", "static 10.1.2.3/24"},
      {"IPADDR=10.1.2.3\nPREFIX=24\nNETMASK=255.0.0.0", "static 10.1.2.3/24"},
      {"IPADDR=10.1.2.3\nNETMASK=255.0.255.0", "static 10.1.2.3/24"},
      {"IPADDR=10.1.2.3\nNETMASK=0.0.0.0", "static 10.1.2.3/0"},
      {"IPADDR=10.1.2.3\nNETMASK=24", "refused!"},
      {"IPADDR=10.1.2.3\nPREFIX=33", "refused!"},
      {"IPADDR=10.1.2.3/24", "refused!"},
      {"IPADDR=web01", "refused!"},
      {"PREFIX=24", "refused!"},
      {"BOOTPROTO=dhcp\nIPADDR=10.1.2.3\nPREFIX=24", "dhcp 10.1.2.3/24"},
      {"IPADDR0=10.1.2.3\nPREFIX0=24\nIPADDR2=10.1.2.4\nPREFIX2=24\nIPADDR4=10.1.2.5",
       "static 10.1.2.3/24, 10.1.2.4/24"},
      // The method does not look as far as 3.
      {"IPADDR3=10.1.2.3", "none"},
      {"IPADDR=10.1.2.3\nPREFIX=24\nGATEWAY=router", "refused!"},
      {"GATEWAY=router", "none"},
      {"IPADDR=10.1.2.3\nPREFIX=24\nDNS1=10.1.2.300", "refused!"},
      {"DNS1=10.1.2.300", "none"},
      {"BOOTPROTO=autoip\nDNS1=10.1.2.53", "refused!"},
      {"DOMAIN=example.com", "refused!"},
      {"DOMAIN=example.com\nIPV6INIT=yes", "none"},
      {"HWADDR=00:50:56", "refused!"},
      {"MACADDR=random", "none"},
      {"MACADDR=x", "refused!"},
      {"UUID=1", "refused!"},
      {"KEY_MGMT=WPA-PSK", "refused!"},
      {"TYPE=Wireless", "refused!"},
      {"TYPE=Wireless\nESSID=office", "none"},
      {"TYPE=PPP", "ignored"},
      {"BONDING_MASTER=yes\nTYPE=Ethernet", "refused!"},
      {"NM_CONTROLLED=no\nBOOTPROTO=dhcp", "ignored"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.text);
    CHECK(brief(read_file(std::string("DEVICE=eth0\n") + one.text)) == one.expected);
  }
}

TEST_CASE("NetworkManager and ifcfg files: names that it passes over") {
  for (const char* name :
       {"ifcfg-eth0.bak", "ifcfg-eth0~", "ifcfg-eth0.ORIG", "ifcfg-eth0.rej", "ifcfg-eth0.rpmnew",
        "ifcfg-eth0.augnew", "ifcfg-eth0.augtmp", "ifcfg-eth0;5f3A1b2c"}) {
    CAPTURE(name);
    CHECK(brief(read_file("DEVICE=eth0\nBOOTPROTO=dhcp\n", name)) == "ignored");
  }
  for (const char* name : {"ifcfg-eth0.20240101", "ifcfg-eth0-INMAGE-ORG", "ifcfg-eth0.rpmsave",
                           "ifcfg-eth0.old", "ifcfg-eth0;5f3a1b2"}) {
    CAPTURE(name);
    CHECK(brief(read_file("DEVICE=eth0\nBOOTPROTO=dhcp\n", name)) == "dhcp");
  }
  CHECK(read_file("DEVICE=eth0\n", "ifcfg-").connections.empty());
  CHECK(read_file("DEVICE=eth0\n", "ifup-eth").connections.empty());
  CHECK(read_file("DEVICE=lo\n", "ifcfg-lo").connections.empty());
  CHECK(read_file("DEVICE=eth0\n", "asr_nw/ifcfg-eth0").connections.empty());
}

TEST_CASE("NetworkManager and ifcfg files: copies that Site Recovery kept") {
  NetworkTree tree;
  tree.files.emplace(folder + "asr_nw/ifcfg-ens192",
                     "DEVICE=ens192\nIPADDR=10.1.2.3\nPREFIX=24\nNM_CONTROLLED=yes\n");
  tree.files.emplace(folder + "asr_nw/ifcfg-ens224", "DEVICE=ens224\nIPADDR=10.1.2\n");
  tree.files.emplace("/etc/sysconfig/network", "GATEWAYDEV=eth0\n");
  tree.files.emplace("/etc/sysconfig/network-INMAGE-ORG", "GATEWAY=10.1.2.1\n");
  const NetworkReading reading = read_ifcfg_rh(tree, folder + "asr_nw");
  REQUIRE(reading.connections.size() == 2);
  CHECK(reading.connections[0].backup);
  CHECK(reading.connections[0].ipv4.text() == "10.1.2.3/24");
  CHECK(reading.connections[0].ipv4.gateway == "10.1.2.1");
  CHECK(reading.connections[0].file() == folder + "asr_nw/ifcfg-ens192");
  CHECK(reading.connections[0].line() == 2);
  CHECK(reading.connections[1].ipv4.method == AddressMethod::other);
  CHECK(reading.needs_network_manager.size() == 1);
  REQUIRE(reading.problems.size() == 1);
  CHECK(reading.problems[0].backup);
  CHECK(reading.problems[0].text() ==
        folder + "asr_nw/ifcfg-ens224:2: IPADDR=10.1.2 is no IPv4 address");
}
