#include "collectors/network/suse_ifcfg.h"

#include <string>

#include <doctest/doctest.h>

#include "collectors/network/suse_address.h"
#include "collectors/network/suse_link.h"
#include "collectors/network/suse_routes.h"
#include "collectors/network/suse_settings.h"
#include "tests/collectors/network/cases.h"

using namespace fbd;

TEST_CASE("SUSE: what wicked reads") {
  check_cases("suse-ifcfg", 50, [](const NetworkTree& tree) {
    return read_suse_ifcfg(tree, "/etc/sysconfig/network");
  });
}

TEST_CASE("SUSE: copies that Site Recovery kept") {
  check_cases("suse-ifcfg-backup", 3, [](const NetworkTree& tree) {
    NetworkReading reading = read_suse_ifcfg(tree, "/etc/sysconfig/network/asr_nw/");
    for (const Connection& connection : reading.connections) CHECK(connection.backup);
    for (const NetworkProblem& problem : reading.problems) CHECK(problem.backup);
    CHECK(reading.needs_network_manager.empty());
    return reading;
  });
}

TEST_CASE("SUSE: what needs NetworkManager, and where the address is said") {
  const std::string folder = "/etc/sysconfig/network/",
                    alias = "/etc/systemd/system/network.service";
  NetworkTree tree;
  tree.files[folder + "config"] = "NETWORKMANAGER=\"yes\"\n";
  tree.files[folder + "ifcfg-eth0"] = "BOOTPROTO=static\nIPADDR=10.1.2.3/24\n";
  tree.files[folder + "ifroute-eth0"] = "# first\ndefault 10.1.2.1\n";
  tree.links[alias] = "/usr/lib/systemd/system/NetworkManager.service";
  const NetworkReading reading = read_suse_ifcfg(tree, folder);
  CHECK(reading.needs_network_manager == std::vector<std::string>{folder + "config", alias});
  const Connection& eth0 = reading.connections.at(0);
  CHECK(eth0.line() == 2);
  REQUIRE(eth0.sources.size() == 2);
  CHECK(eth0.sources[1].file == folder + "ifroute-eth0");
  CHECK(eth0.sources[1].line == 2);

  tree.files[folder + "config"] = "NETWORKMANAGER=\"no\"\n";
  tree.links[alias] = "/usr/lib/systemd/system/wicked.service";
  CHECK(read_suse_ifcfg(tree, folder).needs_network_manager.empty());
}

TEST_CASE("SUSE: a file without its last newline") {
  CHECK(SuseSettings("A=1\nB='2'").value("B") == "2");
  const SuseSettings settings("A=1\nB=2");
  CHECK(settings.value("A") == "1");
  CHECK_FALSE(settings.has("B"));
  REQUIRE(settings.passed_over().size() == 1);
  CHECK(settings.passed_over()[0].line == 2);
}

TEST_CASE("SUSE: lines longer than wicked's buffer") {
  const std::string blanks(520, ' ');
  const SuseSettings settings("#" + blanks + "\nA='" + blanks + "1'\nB=2\n");
  CHECK_FALSE(settings.has("A"));
  CHECK(settings.line("B") == 3);
  const SuseRoutes routes = read_suse_routes("default" + blanks + " 10.1.2.1\n", "");
  REQUIRE(routes.routes.size() == 1);
  CHECK(routes.routes[0].to() == "default");
}

TEST_CASE("SUSE: addresses and numbers") {
  const auto text = [](std::string_view address) {
    const auto parsed = parse_suse_address(address);
    return parsed ? parsed->text : std::string("-");
  };
  CHECK(text("10.1.2.3") == "10.1.2.3");
  CHECK(text("127") == "127.0.0.0");
  CHECK(text("010.2") == "10.2.0.0");
  CHECK(text("1.2.3.4.5") == "1.2.3.4");
  CHECK(text("2001:db8::1") == "2001:db8::1");
  for (const char* wrong : {"", "x", "10.1.2.3 ", "10.256", "10.1:2", "-1", "99999999999"})
    CHECK(text(wrong) == "-");
  CHECK(leading_ones(*parse_suse_address("255.255.252.0")) == 22);
  CHECK(leading_ones(*parse_suse_address("0.0.0.0")) == 0);
  CHECK(leading_digits("24x") == 24);
  CHECK(leading_digits(" 030") == 24);
  CHECK(leading_digits("0x18") == 24);
  CHECK(leading_digits("x") == 0);
  CHECK(leading_digits("99999999999999999999999") > 128);
  CHECK(parse_suse_number("24") == 24U);
  CHECK_FALSE(parse_suse_number("24x"));
  CHECK_FALSE(parse_suse_number(""));
  CHECK_FALSE(parse_suse_number("-1"));
}

TEST_CASE("SUSE: names of interfaces") {
  for (const char* name : {"eth0", "0", "eth0.100", "br-lan_1", "abcdefghijklmno"})
    CHECK(is_suse_interface_name(name));
  for (const char* name : {"", "all", "default", "-eth0", "eth0:1", "abcdefghijklmnop", "eth 0"})
    CHECK_FALSE(is_suse_interface_name(name));
}
