#include "kb/restore/static_text.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "collectors/network/configured_network.h"
#include "collectors/network/interface_intent.h"
#include "tests/collectors/network/files.h"

using namespace fbd;

namespace {

StaticInterface plain() {
  StaticInterface wanted{"eth0", {}, {}, std::nullopt};
  wanted.ipv4.method = AddressMethod::fixed;
  wanted.ipv4.addresses = {{"10.1.2.3", 24}};
  wanted.ipv4.gateway = "10.1.2.1";
  return wanted;
}

StaticInterface full() {
  StaticInterface wanted = plain();
  wanted.mtu = 1400;
  wanted.ipv4.addresses.push_back({"10.1.2.4", 25});
  wanted.ipv4.dns = {"10.1.2.53", "10.1.2.54"};
  wanted.ipv4.search = {"example.com", "lab.example.com"};
  wanted.ipv4.gateway_metric = 7;
  wanted.ipv4.routes = {{"10.9.0.0/16", "10.1.2.254", 50},
                        {"10.8.0.0/16", "", 9},
                        {"default", "10.1.2.253", std::nullopt, 101}};
  wanted.ipv6.method = AddressMethod::fixed;
  wanted.ipv6.addresses = {{"2001:db8::3", 64}, {"2001:db8::4", 64}};
  wanted.ipv6.gateway = "2001:db8::1";
  return wanted;
}

struct Form {
  const char* stack;
  const char* file;
  const char* routes_file;  // "" where routes are in the same file
  std::string (*text)(const StaticInterface&);
  std::string (*routes)(const StaticInterface&);
};

std::string netplan(const StaticInterface& wanted) { return netplan_text(wanted, wanted.name); }

const Form forms[] = {
    {"nm-keyfile", "/etc/NetworkManager/system-connections/eth0.nmconnection", "", keyfile_text,
     nullptr},
    {"ifcfg-rh", "/etc/sysconfig/network-scripts/ifcfg-eth0",
     "/etc/sysconfig/network-scripts/route-eth0", ifcfg_text, ifcfg_routes_text},
    {"suse-ifcfg", "/etc/sysconfig/network/ifcfg-eth0", "/etc/sysconfig/network/ifroute-eth0",
     suse_ifcfg_text, suse_routes_text},
    {"netplan", "/etc/netplan/99-failback-doctor.yaml", "", netplan, nullptr},
    {"networkd", "/etc/systemd/network/10-eth0.network", "", networkd_text, nullptr},
    {"ifupdown", "/etc/network/interfaces", "", ifupdown_text, nullptr},
    {"dhcpcd", "/etc/dhcpcd.conf", "", dhcpcd_text, nullptr},
};

/// What a machine with just this would have, read by the reader of that stack.
ConfiguredNetwork read_back(const Form& form, const StaticInterface& wanted) {
  FileTexts files{{form.file, form.text(wanted)}};
  if (form.stack == std::string("ifupdown")) files[form.file].insert(0, "auto eth0\n");
  if (form.routes)
    if (const std::string routes = form.routes(wanted); !routes.empty())
      files[form.routes_file] = routes;
  // NetworkManager wants its own to be private, networkd runs as nobody special.
  const unsigned mode = form.text == keyfile_text ? 0600 : 0644;
  const Result<ConfiguredNetwork> network = read_configured_network(tree(files, mode));
  REQUIRE(network);
  return *network;
}

std::string routes_of(const IpConfiguration& ip) {
  std::string text;
  for (const ConfiguredRoute& route : ip.routes)
    text += fmt::format("{} via {} metric {} table {};", route.to, route.via,
                        route.metric.value_or(0), route.table.value_or(0));
  return text;
}

}  // namespace

TEST_CASE("what is written for each stack, its own reader reads as the same") {
  for (const Form& form : forms)
    for (const StaticInterface& wanted : {plain(), full()}) {
      const std::string stack = form.stack;
      if (stack == "dhcpcd" && wanted.ipv4.addresses.size() > 1) continue;  // it has one only
      const ConfiguredNetwork network = read_back(form, wanted);
      CAPTURE(stack);
      CAPTURE(form.text(wanted));
      CHECK(network.problems.empty());
      const std::vector<InterfaceIntent> all = intents(network.connections, false);
      REQUIRE(all.size() == 1);
      const InterfaceIntent& read = all.front();
      CHECK(read.interface == "eth0");
      CHECK(name(read.connections.front()->stack) == stack);
      CHECK(read.connections.front()->at_boot);
      CHECK(read.ipv4.method == AddressMethod::fixed);
      CHECK(read.ipv4.also.empty());
      CHECK(read.ipv4.text() == wanted.ipv4.text());
      CHECK(read.ipv4.gateway == wanted.ipv4.gateway);
      CHECK(read.ipv4.gateway_metric == wanted.ipv4.gateway_metric);
      CHECK(routes_of(read.ipv4) == routes_of(wanted.ipv4));
      CHECK(read.mtu == wanted.mtu);
      // SUSE keeps name servers in one file for all interfaces.
      if (stack != "suse-ifcfg") {
        CHECK(read.ipv4.dns == wanted.ipv4.dns);
        CHECK(read.ipv4.search == wanted.ipv4.search);
      }
      // The stanza for IPv6 stays what it was.
      if (stack != "ifupdown") {
        CHECK(read.ipv6.text() == wanted.ipv6.text());
        CHECK(read.ipv6.gateway == wanted.ipv6.gateway);
      }
    }
}

TEST_CASE("IPv6 that comes from the network stays so") {
  for (const Form& form : forms)
    for (const AddressMethod method : {AddressMethod::dhcp, AddressMethod::automatic}) {
      const std::string stack = form.stack;
      // These say it elsewhere, or it is their default.
      if (stack == "dhcpcd" || stack == "ifupdown" || stack == "netplan" || stack == "suse-ifcfg")
        continue;
      StaticInterface wanted = plain();
      wanted.ipv6.method = method;
      const ConfiguredNetwork network = read_back(form, wanted);
      CAPTURE(form.text(wanted));
      REQUIRE(network.connections.size() == 1);
      CHECK(network.connections.front().ipv4.method == AddressMethod::fixed);
      CHECK(network.connections.front().ipv6.method == method);
    }
}
