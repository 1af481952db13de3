#include "collectors/network/address_owners.h"

#include <doctest/doctest.h>

using namespace fbd;

namespace {

Result<AddressOwners> parsed(std::string_view answer) {
  return AddressOwners::origins().front().parse(answer);
}

}  // namespace

TEST_CASE("arping of iputils tells who has an address") {
  // As iputils 20221126 prints it; answers come in any order.
  const auto owners = parsed(
      "asked eth1 10.1.3.3 0\nARPING 10.1.3.3 from 0.0.0.0 eth1\n"
      "Sent 2 probes (2 broadcast(s))\nReceived 0 response(s)\n"
      "asked eth0 10.1.2.3 1\nARPING 10.1.2.3 from 0.0.0.0 eth0\n"
      "Unicast reply from 10.1.2.3 [00:50:56:9A:77:01]  0.689ms\n"
      "Unicast reply from 10.1.2.3 [00:50:56:9A:77:02]  0.701ms\n"
      "Unicast reply from 10.1.2.3 [00:50:56:9A:77:01]  0.702ms\n"
      "Sent 1 probes (1 broadcast(s))\nReceived 1 response(s)\n"
      "asked eth2 10.1.4.3 2\narping: Interface \"eth2\" is down\n");
  REQUIRE(owners);
  CHECK_FALSE(owners->no_tool);
  REQUIRE(owners->all.size() == 3);
  CHECK(owners->all[0].address == "10.1.3.3");
  CHECK(owners->all[0].macs.empty());
  CHECK(owners->all[0].problem.empty());
  CHECK(owners->all[1].interface == "eth0");
  CHECK(owners->all[1].macs == std::vector<std::string>{"00:50:56:9a:77:01", "00:50:56:9a:77:02"});
  CHECK(owners->all[1].problem.empty());
  CHECK(owners->all[2].problem == "arping: Interface \"eth2\" is down");
}

TEST_CASE("an answer that is cut off is no free address") {
  const auto owners = parsed("asked eth0 10.1.2.3 0\nARPING 10.1.2.3 from 0.0.0.0 eth0\n");
  REQUIRE(owners);
  CHECK_FALSE(owners->all.front().problem.empty());
  CHECK(parsed("no arping of iputils\n")->no_tool);
  CHECK(parsed("nothing to ask about\n")->all.empty());
  CHECK_FALSE(parsed("asked eth0 somebody 0\n"));
}
