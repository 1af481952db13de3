#include "collectors/network/keyfile.h"

#include <string>

#include <doctest/doctest.h>

#include "tests/collectors/network/cases.h"

using namespace fbd;

namespace {

const std::string folder = "/etc/NetworkManager/system-connections/";
const std::string lan = "[connection]\nid=lan\ntype=ethernet\ninterface-name=ens192\n";

NetworkReading read(const std::string& text, unsigned mode = 0600) {
  NetworkTree tree;
  tree.files[folder + "lan.nmconnection"] = text;
  tree.modes[folder + "lan.nmconnection"] = mode;
  return read_keyfiles(tree);
}

/// "static 10.1.2.3/24", "refused"
std::string ipv4_of(const std::string& text) {
  const NetworkReading reading = read(lan + text);
  REQUIRE(reading.connections.size() == 1);
  const Connection& connection = reading.connections[0];
  if (connection.status != ConnectionStatus::ok) return std::string(name(connection.status));
  const std::string addresses = connection.ipv4.text();
  return std::string(name(connection.ipv4.method)) + (addresses.empty() ? "" : " ") + addresses;
}

}  // namespace

TEST_CASE("keyfile: cases") { check_cases("nm-keyfile", 50, read_keyfiles); }

TEST_CASE("keyfile: how an address may be written") {
  struct Case {
    const char* value;
    const char* expected;
  };
  const Case cases[] = {
      {"10.1.2.3/24", "static 10.1.2.3/24"},
      {"10.1.2.3/24,10.1.2.1", "static 10.1.2.3/24"},
      {"10.1.2.3;24;10.1.2.1;", "static 10.1.2.3/24"},
      {"10.1.2.3,24,10.1.2.1", "static 10.1.2.3/24"},
      {"10.1.2.3/24,", "static 10.1.2.3/24"},
      {"10.1.2.3/0", "static 10.1.2.3/0"},
      {"10.1.2.3", "static 10.1.2.3/24"},
      {"10.1.2.3/", "static 10.1.2.3/24"},
      {"10.1.2.3/33", "static 10.1.2.3/24"},
      {"10.1.2.3/10.1.2.1", "static 10.1.2.3/24"},
      {"10.1.2.3/24,,", "refused"},
      {"10.1.2.3/24,1.2.3.4.5", "refused"},
      {"10.1.2.3/24 ", "refused"},
      {"10.1.2.3/24 , 10.1.2.1", "refused"},
      {"10.1.2.3/24,10.1.2.1,5", "refused"},
      {"10.1.2.3/24;10.1.2.4/24", "refused"},
      {"10.01.2.3/24", "refused"},
      {"2001:db8::1/64", "refused"},
      {"", "refused"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.value);
    CHECK(ipv4_of(std::string("[ipv4]\nmethod=manual\naddress1=") + one.value + "\n") ==
          one.expected);
  }
}

TEST_CASE("keyfile: a connection says where it comes from") {
  const NetworkReading reading = read(lan + "[ipv4]\nmethod=auto\n[ipv6]\nmethod=ignore\n");
  const Connection& connection = reading.connections.at(0);
  CHECK(connection.file() == folder + "lan.nmconnection");
  CHECK(connection.line() == 6);
  CHECK(connection.sources.at(1).line == 8);
  CHECK(read(lan).connections.at(0).line() == 3);
}

TEST_CASE("keyfile: which profiles need NetworkManager") {
  const std::vector<std::string> lan_only{folder + "lan.nmconnection"};
  CHECK(read(lan).needs_network_manager == lan_only);
  CHECK(read(lan, 0644).needs_network_manager.empty());
  CHECK(read(lan + "autoconnect=false\n").needs_network_manager.empty());
  CHECK(read(lan + "[ipv4]\n").needs_network_manager.empty());
  CHECK(read("[connection]\ntype=vpn\n[vpn]\nservice-type=x\n").needs_network_manager.empty());
}

TEST_CASE("keyfile: why a profile is not loaded") {
  const NetworkReading open = read(lan, 0640);
  CHECK(open.connections.at(0).status == ConnectionStatus::refused);
  CHECK(open.connections.at(0).ipv4.method == AddressMethod::dhcp);
  CHECK(open.problems.at(0).text() ==
        folder +
            "lan.nmconnection: its mode is 0640, and only root may be able to read or write it "
            "(0600)");
  const NetworkReading wrong = read(lan + "[ipv4]\nmethod=static\naddress1=10.1.2.3/24\n");
  CHECK(wrong.connections.at(0).reason == "the method \"static\" is unknown");
  CHECK(wrong.connections.at(0).ipv4.method == AddressMethod::other);
  CHECK(wrong.problems.at(0).line == 6);
  CHECK(wrong.problems.at(0).consequence == "NetworkManager refuses the profile");
}
