#include "collectors/network/running_links.h"

#include <doctest/doctest.h>

#include "collectors/evidence/tree.h"
#include "collectors/network/mac.h"
#include "tests/collectors/host/capture.h"

using namespace fbd;

namespace {

constexpr const char* json_id = "network.links";
constexpr const char* text_id = "network.links-text";

}  // namespace

TEST_CASE("a bridge, its port and another name, from both forms of the same state") {
  for (const bool json : {true, false}) {
    CAPTURE(json);
    const auto links = json ? read_capture<RunningLinks>(json_id, "ports.json")
                            : read_capture<RunningLinks>(text_id, "ports.txt");
    REQUIRE(links.links.size() == 5);
    CHECK(links.links[0].is_loopback());
    CHECK(links.links[0].mac.empty());
    const RunningLink* eth0 = links.find("eth0");
    REQUIRE(eth0);
    CHECK(eth0 == links.find("enp3s0"));
    CHECK(eth0->index == 2);
    CHECK(eth0->mac == "00:50:56:00:00:10");
    CHECK(eth0->permanent_mac.empty());
    CHECK(eth0->kind == "veth");
    CHECK(eth0->parent.empty());
    CHECK(eth0->mtu == 1500);
    CHECK(eth0->state == "up");
    CHECK(eth0->switched_on);
    CHECK(eth0->carrier);
    const RunningLink* bridge = links.find("br0");
    REQUIRE(bridge);
    CHECK(bridge->kind == "bridge");
    CHECK(bridge->state == "down");
    CHECK(bridge->switched_on);
    CHECK_FALSE(bridge->carrier);
    CHECK(links.find("veth2")->controller == "br0");
    CHECK(links.find("veth2")->kind == "veth");
    CHECK_FALSE(links.find("veth2")->switched_on);
    CHECK(links.find("veth1")->controller.empty());
    CHECK_FALSE(links.find("eth9"));
  }
}

TEST_CASE("VLANs, bonds and permanent addresses") {
  // Constructed from the format: neither can be made everywhere.
  const auto json = parsed<RunningLinks>(json_id, R"([
    {"ifindex":2,"ifname":"ens192","flags":["UP","LOWER_UP"],"mtu":9000,"master":"bond0",
     "operstate":"UP","link_type":"ether","address":"00:50:56:00:00:10",
     "linkinfo":{"info_slave_kind":"bond","info_slave_data":{"perm_hwaddr":"00:50:56:00:00:11"}}},
    {"ifindex":3,"ifname":"bond0","link_type":"ether","address":"00:50:56:00:00:10",
     "linkinfo":{"info_kind":"bond"}},
    {"ifindex":4,"link":"bond0","ifname":"bond0.10","link_type":"ether",
     "address":"00:50:56:00:00:10","permaddr":"00:0D:3A:00:00:01",
     "linkinfo":{"info_kind":"vlan","info_data":{"protocol":"802.1Q","id":10}}},
    {}])");
  const auto text = parsed<RunningLinks>(
      text_id,
      "2: ens192: <UP,LOWER_UP> mtu 9000 qdisc mq master bond0 state UP mode DEFAULT \\    "
      "link/ether 00:50:56:00:00:10 brd ff:ff:ff:ff:ff:ff promiscuity 0 \\    bond_slave state "
      "ACTIVE mii_status UP link_failure_count 0 perm_hwaddr 00:50:56:00:00:11 queue_id 0 \n"
      "3: bond0: <MASTER> mtu 1500 \\    link/ether 00:50:56:00:00:10 brd ff:ff:ff:ff:ff:ff "
      "promiscuity 0 \\    bond mode active-backup active_slave ens192 \n"
      "4: bond0.10@bond0: <UP> mtu 1500 \\    link/ether 00:50:56:00:00:10 brd ff:ff:ff:ff:ff:ff "
      "permaddr 00:0d:3a:00:00:01\\    vlan protocol 802.1Q id 10 <REORDER_HDR> \n"
      "5: sit0@NONE: <NOARP> mtu 1480 \\    link/sit 0.0.0.0 brd 0.0.0.0\n"
      "6: macvlan0@if2: <UP> mtu 1500 \\    link/ether 00:50:56:00:00:12 brd ff\\    macvlan\n");
  REQUIRE(json);
  REQUIRE(text);
  CHECK(json->links.size() == 3);
  for (const auto& links : {*json, *text}) {
    CHECK(links.find("ens192")->controller == "bond0");
    CHECK(links.find("ens192")->permanent_mac == "00:50:56:00:00:11");
    CHECK(links.find("ens192")->kind.empty());
    CHECK(links.find("ens192")->mtu == 9000);
    CHECK(links.find("bond0")->kind == "bond");
    CHECK(links.find("bond0.10")->parent == "bond0");
    CHECK(links.find("bond0.10")->vlan_id == 10);
    CHECK(links.find("bond0.10")->permanent_mac == "00:0d:3a:00:00:01");
  }
  CHECK(text->find("sit0")->parent.empty());
  CHECK(text->find("sit0")->mac.empty());
  CHECK(text->find("macvlan0")->parent.empty());
}

TEST_CASE("a link list without details, as RHEL 5 prints it") {
  const auto links = parsed<RunningLinks>(
      text_id,
      "1: lo: <LOOPBACK,UP,LOWER_UP> mtu 16436 qdisc noqueue \\    link/loopback "
      "00:00:00:00:00:00 brd 00:00:00:00:00:00\n"
      "2: eth0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc pfifo_fast qlen 1000\\    "
      "link/ether 00:50:56:9a:1b:2c brd ff:ff:ff:ff:ff:ff\n");
  REQUIRE(links);
  CHECK(links->find("eth0")->mac == "00:50:56:9a:1b:2c");
  CHECK(links->find("eth0")->carrier);
  CHECK(links->find("eth0")->state.empty());
}

TEST_CASE("what is no list of links") {
  for (const char* answer : {"", "{}", "[1]", "[{\"ifindex\":2}]", "[{\"ifname\":7}]"})
    CHECK_MESSAGE(!parsed<RunningLinks>(json_id, answer), answer);
  for (const char* answer : {"", "\n", "Usage: ip link", "2: eth0", "2: eth0: UP mtu 1500",
                             "x: eth0: <UP> mtu 1500", "2: @eth0: <UP>"})
    CHECK_MESSAGE(!parsed<RunningLinks>(text_id, answer), answer);
}

TEST_CASE("the hardware behind interfaces") {
  const auto found = parsed<LinkDevices>(
      "network.link-devices",
      write_tree(std::vector<TreeEntry>{
          {TreeEntry::Kind::link,
           0777,
           {},
           "/sys/class/net/ens192/device",
           "../../../0000:0b:00.0"},
          {TreeEntry::Kind::link, 0777, {}, "/sys/class/net/eth1/device", "../../../8a7bd8f4"},
          {TreeEntry::Kind::link,
           0777,
           {},
           "/sys/class/net/ens192/device/driver",
           "../../../../bus/pci/drivers/vmxnet3"},
          {TreeEntry::Kind::error, 0, ErrorKind::denied, "/sys/class/net/eth2/device", "denied"}}));
  REQUIRE(found);
  REQUIRE(found->devices.size() == 2);
  CHECK(found->find("ens192")->driver == "vmxnet3");
  CHECK(found->find("ens192")->device == "0000:0b:00.0");
  CHECK(found->find("eth1")->driver.empty());
  CHECK(found->find("eth1")->device == "8a7bd8f4");
  CHECK_FALSE(found->find("eth2"));
  CHECK(to_json(LinkDevices{}) == "{\n  \"devices\": []\n}");
  CHECK_FALSE(parsed<LinkDevices>("network.link-devices", "link"));
}

TEST_CASE("whose an Ethernet address is") {
  CHECK(is_azure_mac("00:0D:3A:12:34:56"));
  CHECK(is_azure_mac("00-22-48-12-34-56"));
  CHECK(is_azure_mac("60:45:bd:12:34:56"));
  CHECK(is_azure_mac("7c:1e:52:12:34:56"));
  CHECK_FALSE(is_azure_mac("00:50:56:12:34:56"));
  CHECK(is_vmware_mac("00:50:56:12:34:56"));
  CHECK(is_vmware_mac("00:0c:29:12:34:56"));
  for (const char* mac : {"", "00:0d:3a", "00:0d:3a:12:34:5", "00:0d:3a:12:34:5g",
                          "00:0d:3a:12:34:56:78", "000d3a123456"}) {
    CAPTURE(mac);
    CHECK_FALSE(is_azure_mac(mac));
    CHECK_FALSE(is_vmware_mac(mac));
  }
}

TEST_CASE("RunningLinks as JSON") {
  RunningLinks fact;
  RunningLink& link = fact.links.emplace_back();
  link.name = "eth0";
  link.index = 2;
  link.mac = "00:50:56:00:00:01";
  CHECK(to_json(fact) == R"({
  "links": [
    {
      "index": 2,
      "name": "eth0",
      "other_names": [],
      "mac": "00:50:56:00:00:01",
      "permanent_mac": "",
      "kind": "",
      "controller": "",
      "parent": "",
      "vlan_id": null,
      "mtu": null,
      "state": "",
      "switched_on": false,
      "carrier": false
    }
  ]
})");
}
