#include "collectors/network/network_scripts.h"

#include <doctest/doctest.h>

#include "collectors/network/bash_settings.h"
#include "tests/collectors/network/cases.h"

using namespace fbd;

namespace {

const std::string folder = "/etc/sysconfig/network-scripts/";

NetworkReading read_file(const std::string& text, const std::string& name = "ifcfg-eth0") {
  NetworkTree tree;
  tree.files.emplace(folder + name, text);
  return read_network_scripts(tree, folder);
}

/// "static 10.1.2.3/24", "refused"; "!" behind it for a problem.
std::string brief(const NetworkReading& reading) {
  if (reading.connections.size() != 1) return "?";
  const Connection& c = reading.connections[0];
  std::string text(c.status == ConnectionStatus::ok ? name(c.ipv4.method) : name(c.status));
  if (c.status == ConnectionStatus::ok && !c.ipv4.addresses.empty()) text += " " + c.ipv4.text();
  return text + (reading.problems.empty() ? "" : "!");
}

/// The value of X, "-" if it is not set, "?" if that cannot be told.
std::string x_of(const std::string& script) {
  BashSettings settings;
  settings.read(script, "f");
  if (!settings.is_known("X")) return "?";
  return settings.find("X") ? std::string(settings.text("X")) : "-";
}

}  // namespace

TEST_CASE("the network scripts: the cases") {
  check_cases("network-scripts", 30,
              [](const NetworkTree& tree) { return read_network_scripts(tree, folder); });
}

TEST_CASE("the network scripts: what bash makes of settings") {
  struct Case {
    const char* script;
    const char* expected;
  };
  const Case cases[] = {
      {"X=1", "1"},
      {"  X=1  # c", "1"},
      {"X=1#c", "1#c"},
      {"X=1\nX=2", "2"},
      {"X=1; Y=2", "1"},
      {"Y=2; X=1", "1"},
      {"Y=2 X=1", "1"},
      {"export X=1", "1"},
      {"export X", "-"},
      {"X=1\nexport X", "1"},
      {"declare -r X=1", "?"},
      {"X = 1", "-"},
      {"X=1 command", "-"},
      {"X=", ""},
      {"X='a b'", "a b"},
      {"X=\"a\\\"b\"", "a\"b"},
      {"X=a\\ b", "a b"},
      {"X=a\\\nb", "ab"},
      {"X=$'a\\tb'", "a\tb"},
      {"X=1\r\n", "1\r"},
      {"Y=1\nX=$Y", "1"},
      {"Y=1\nX=\"a${Y}b\"", "a1b"},
      {"X=1\nX+=2", "12"},
      {"X=1\nunset X", "-"},
      {"declare X=1", "1"},
      {"readonly X=1", "?"},
      {"; X=1", "?"},
      {"true &&\nX=1", "?"},
      {"X=$HOSTNAME", "?"},
      {"X=${Y:-1}", "?"},
      {"X=$(hostname)", "?"},
      {"X=`hostname`", "?"},
      {"X=$((1+1))", "?"},
      {"X=(a b)", "?"},
      {"X[0]=1", "?"},
      {"X=~", "?"},
      {"X=$", "$"},
      {"X='$Y'", "$Y"},
      {"X=1\n. ./more", "?"},
      {"X=1\nif true; then X=2; fi", "?"},
      {"X=1\n[ -f /x ] && X=2", "?"},
      {"X=1\nY=$(x; X=2)", "1"},
      {"X=1 | cat", "-"},
      {"X=1 &", "-"},
      {"X=1\necho x > /dev/null", "1"},
      {"X=1\nY='open", "?"},
      {"X=1\nf() { X=2; }", "?"},
      {"X=1\ncat <<E\nX=2\nE", "?"},
      {"X=1\n'if' true", "1"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.script);
    CHECK(x_of(one.script) == one.expected);
  }
}

TEST_CASE("the network scripts: method and addresses of IPv4") {
  struct Case {
    const char* text;
    const char* expected;
  };
  const Case cases[] = {
      {"", "none"},
      {"BOOTPROTO=dhcp", "dhcp"},
      {"BOOTPROTO=bootp", "dhcp"},
      {"BOOTPROTO='dhcp' # c", "dhcp"},
      {"export BOOTPROTO=dhcp", "dhcp"},
      {"BOOTPROTO=dhcp; PEERDNS=no", "dhcp"},
      {"BOOTPROTO = dhcp", "none"},
      {"BOOTPROTO=DHCP", "none!"},
      {"BOOTPROTO=dhcp\r", "none!"},
      {"BOOTPROTO=dhcp4", "none!"},
      {"X=dhcp\nBOOTPROTO=$X", "dhcp"},
      {"BOOTPROTO=$X", "other!"},
      {"BOOTPROTO=$(cmd)", "other!"},
      {"BOOTPROTO='dhcp", "other!"},
      {". ./more\nIPADDR=10.1.2.3\nPREFIX=24", "other!"},
      {"IPADDR=10.1.2.3\nPREFIX=24\n. ./more", "other 10.1.2.3/24!"},
      {"BOOTPROTO=none\nIPADDR=10.1.2.3\nPREFIX=24", "static 10.1.2.3/24"},
      {"IPADDR=10.1.2.3", "static 10.1.2.3/8"},
      {"IPADDR=192.168.2.3", "static 192.168.2.3/24"},
      {"IPADDR=10.1.2.3\nNETMASK=255.255.255.0", "static 10.1.2.3/24"},
      {"IPADDR=10.1.2.3\nNETMASK=255.0.255.0", "other!"},
      {"IPADDR=10.1.2.3\nPREFIX=99", "other!"},
      {"IPADDR=10.1.2.3/24", "other!"},
      {"IPADDR=10.1.2.3\nPREFIX=$(x)", "other!"},
      {"BOOTPROTO=dhcp\nIPADDR=10.1.2.3\nPREFIX=24", "dhcp"},
      {"IPADDR0=10.1.2.3\nPREFIX0=24\nIPADDR2=10.1.2.4\nPREFIX2=24\nIPADDR4=10.1.2.5",
       "static 10.1.2.3/24, 10.1.2.4/24"},
      {"IPADDR3=10.1.2.3", "none"},
      {"TYPE=xDSL", "other!"},
      {"MASTER=bond0\nSLAVE=yes\nBOOTPROTO=dhcp", "none"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.text);
    CHECK(brief(read_file(std::string("DEVICE=eth0\n") + one.text)) == one.expected);
  }
}

TEST_CASE("the network scripts: names that they pass over, and names that they do not") {
  for (const char* name : {"ifcfg-eth0~", "ifcfg-eth0.bak", "ifcfg-eth0.old", "ifcfg-eth0.orig",
                           "ifcfg-eth0.rpmnew", "ifcfg-eth0.rpmorig", "ifcfg-eth0.rpmsave"}) {
    CAPTURE(name);
    CHECK(brief(read_file("DEVICE=eth0\nBOOTPROTO=dhcp\n", name)) == "ignored");
  }
  for (const char* name : {"ifcfg-eth0.20240101", "ifcfg-eth0-INMAGE-ORG", "ifcfg-eth0.rej"}) {
    CAPTURE(name);
    CHECK(brief(read_file("DEVICE=eth0\nBOOTPROTO=dhcp\n", name)) == "dhcp");
  }
  CHECK(read_file("DEVICE=lo\n", "ifcfg-lo").connections.empty());
}

TEST_CASE("the network scripts: the file that the failover writes") {
  const NetworkReading reading = read_file(
      "DHCP_HOSTNAME=web01\nDEVICE=eth0\nONBOOT=yes\nDHCP=yes\nBOOTPROTO=dhcp\n"
      "TYPE=Ethernet\nUSERCTL=no\nPEERDNS=yes\nIPV6INIT=no\n");
  REQUIRE(reading.connections.size() == 1);
  CHECK(reading.connections[0].by_failover);
  CHECK(reading.connections[0].line() == 5);
  CHECK_FALSE(read_file("DEVICE=eth0\nBOOTPROTO=dhcp\n").connections.at(0).by_failover);
  CHECK(read_file("DEVICE=eth0\nNM_CONTROLLED=yes\n").needs_network_manager.size() == 1);
}
