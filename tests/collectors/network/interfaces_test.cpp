#include "collectors/network/interfaces.h"

#include <chrono>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "tests/collectors/network/cases.h"

using namespace fbd;

namespace {

const std::string root = "/etc/network/interfaces";

NetworkReading read(const std::vector<TreeEntry>& entries, const std::string& path = root) {
  return read_interfaces(path, network_tree(entries));
}

NetworkReading read(const std::string& text) {
  return read({{TreeEntry::Kind::file, 0644, {}, root, text}});
}

std::string repeated(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

}  // namespace

TEST_CASE("interfaces: the case files") {
  check_cases("ifupdown", 50, [](const NetworkTree& tree) { return read_interfaces(root, tree); });
}

TEST_CASE("interfaces: where it is said, IPv4 first") {
  const NetworkReading reading = read(
      "iface eth0 inet6 static\n address 2001:db8::3/64\niface eth0 inet manual\n"
      "iface eth0 inet static\n address 10.1.2.3/24\n");
  REQUIRE(reading.connections.size() == 1);
  const Connection& eth0 = reading.connections[0];
  CHECK(eth0.stack == NetworkStack::ifupdown);
  CHECK(eth0.file() == root);
  CHECK(eth0.line() == 4);
  REQUIRE(eth0.sources.size() == 3);
  CHECK(eth0.sources[1].line == 3);
  CHECK(eth0.sources[2].line == 1);
}

TEST_CASE("interfaces: a refused file says where and why") {
  const NetworkReading reading = read("iface eth0 inet dhcp\nfrob\n");
  REQUIRE(reading.connections.size() == 1);
  CHECK(reading.connections[0].reason ==
        "ifupdown stops reading /etc/network/interfaces at line 2: \"frob\" has no value");
  REQUIRE(reading.problems.size() == 1);
  CHECK(reading.problems[0].text() == "/etc/network/interfaces:2: \"frob\" has no value");
  CHECK(reading.problems[0].consequence == "ifupdown refuses the file and brings up nothing");
}

TEST_CASE("interfaces: what Site Recovery kept is a copy, with all that it sources") {
  for (const char* copy : {"interfaces-INMAGE-ORG", "interfaces.bck_azure_sms"}) {
    CAPTURE(copy);
    const std::string path = std::string("/etc/network/") + copy;
    const NetworkReading reading =
        read({{TreeEntry::Kind::file, 0644, {}, path, "source other\niface eth0 inet dhcp\n"},
              {TreeEntry::Kind::file, 0644, {}, root, "iface eth1 inet dhcp\n"}},
             path);
    REQUIRE(reading.connections.size() == 1);
    CHECK(reading.connections[0].backup);
    CHECK(reading.connections[0].file() == path);
    REQUIRE(reading.problems.size() == 1);
    CHECK(reading.problems[0].backup);
  }
}

TEST_CASE("interfaces: without the file there is nothing") {
  const NetworkReading reading = read(std::vector<TreeEntry>());
  CHECK(reading.connections.empty());
  CHECK(reading.problems.empty());
}

TEST_CASE("interfaces: whose address it is") {
  struct Case {
    const char* text;
    const char* interface;
    const char* mac;
    Applies expected;
  };
  const Case cases[] = {
      {"iface eth0 inet dhcp", "eth0", "", Applies::yes},
      {"iface eth0 inet dhcp", "eth1", "", Applies::no},
      {"iface eth0:1 inet dhcp", "eth0", "", Applies::yes},
      {"auto eth0=a\niface a inet dhcp", "eth0", "", Applies::yes},
      {"auto /en*=a\niface a inet dhcp", "ens5", "", Applies::yes},
      {"auto /en*=a\niface a inet dhcp", "eth0", "", Applies::no},
      {"auto /en*/1=a\niface a inet dhcp", "ens5", "", Applies::maybe},
      {"auto mac/00:11:22:33:44:55=a\niface a inet dhcp", "x", "00:11:22:33:44:55", Applies::yes},
      {"auto mac/00:11:22:33:44:55=a\niface a inet dhcp", "x", "00:11:22:33:44:66", Applies::no},
      {"auto eth0=a mac/00:11:22:33:44:55=a\niface a inet dhcp", "x", "", Applies::maybe},
      {"mapping eth0\n script s\niface a inet dhcp", "eth0", "", Applies::maybe},
      {"mapping eth0\n script s\niface a inet dhcp", "eth1", "", Applies::no},
  };
  for (const Case& one : cases) {
    CAPTURE(one.text);
    const NetworkReading reading = read(one.text);
    REQUIRE(reading.connections.size() == 1);
    CHECK(reading.connections[0].applies_to(one.interface, one.mac) == one.expected);
  }
}

TEST_CASE("interfaces: bytes that mean no good end in time") {
  const std::string texts[] = {
      repeated("iface a inherits a\n", 50000),
      "iface a inet static\n" + repeated(" x 1\n y\\\n 2\n", 50000) +
          repeated("iface a inherits a\n", 5000),
      "iface a inet static\n" + repeated(" up ip addr add 10.1.2.3/24 dev a\n", 30000),
      repeated("source interfaces.d/*/?/[a-z]\n", 50000),
      repeated("mapping *a*b*c\n script s\n", 20000) + repeated("iface aaaa inet dhcp\n", 20000),
      "iface a inet static\n up " + repeated(";ip a a 1.2.3.4/5 dev a", 50000) + "\n",
      "mapping " + repeated("*x* ", 50000) + "\n map " + repeated("b ", 50000) + "\n" +
          repeated("iface a inet dhcp\n", 10000),
      "auto " + repeated("/*?*=a ", 50000) + "\niface a inet dhcp\n",
      std::string(1 << 20, '\\') + "\n" + std::string(1 << 20, '\0'),
      "iface a inet dhcp\n bridge_ports " + repeated("a b ", 100000),
  };
  for (const std::string& text : texts) {
    CHECK_NOTHROW(read(text));  // the test's own timeout is the bound
  }
}
