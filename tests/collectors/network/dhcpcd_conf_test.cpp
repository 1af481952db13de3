#include "collectors/network/dhcpcd_conf.h"

#include <string>

#include <doctest/doctest.h>

#include "tests/collectors/network/cases.h"

using namespace fbd;

namespace {

NetworkReading read(std::string_view text) {
  NetworkTree tree;
  tree.files["/etc/dhcpcd.conf"] = text;
  return read_dhcpcd_conf(tree);
}

}  // namespace

TEST_CASE("dhcpcd: what its configuration asks for") {
  check_cases("dhcpcd", 35, [](const NetworkTree& tree) { return read_dhcpcd_conf(tree); });
}

TEST_CASE("dhcpcd: where the address is said") {
  const NetworkReading reading =
      read("noipv6\ninterface eth0\nstatic ip_address=10.1.2.3/24\ninterface eth1\n");
  CHECK(reading.connections.at(0).line() == 3);
  CHECK(reading.connections.at(1).line() == 4);
}

TEST_CASE("dhcpcd: no file, and one that is too large") {
  CHECK(read_dhcpcd_conf({}).connections.empty());
  const std::string large(70000, '\n');
  CHECK(read(large).connections.empty());
  CHECK(read(large).problems.size() == 1);
}
