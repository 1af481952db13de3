#include "collectors/network/ifcfg.h"

#include <doctest/doctest.h>

#include "tests/collectors/network/files.h"

using namespace fbd;

namespace {

const std::string red_hat_folder = "/etc/sysconfig/network-scripts/";
const std::string suse_folder = "/etc/sysconfig/network/";

NetworkReading red_hat(const std::string& text, const std::string& name = "ifcfg-eth0") {
  return read_ifcfg(text, red_hat_folder + name, IfcfgDialect::red_hat);
}
NetworkReading suse(const std::string& text, const std::string& name = "ifcfg-eth0") {
  return read_ifcfg(text, suse_folder + name, IfcfgDialect::suse);
}

struct Case {
  const char* text;
  const char* expected;
};

}  // namespace

TEST_CASE("Red Hat: method and addresses") {
  const std::string d = "DEVICE=eth0\n";
  const Case cases[] = {
      {"BOOTPROTO=dhcp", "eth0 dhcp"},
      {"BOOTPROTO='dhcp'", "eth0 dhcp"},
      {"BOOTPROTO=$'dhcp'", "eth0 dhcp"},
      {"BOOTPROTO=dhcp # c", "eth0 dhcp"},
      {"BOOTPROTO=bootp", "eth0 dhcp"},
      // The two readers of an ifcfg file disagree: no method, and a problem.
      {"BOOTPROTO=DHCP", "eth0 other!"},
      {"export BOOTPROTO=dhcp", "eth0 other!"},
      {"BOOTPROTO=dhcp; PEERDNS=no", "eth0 other!"},
      {"BOOTPROTO=dhcp\r", "eth0 other!"},
      {"BOOTPROTO=$X", "eth0 other!"},
      {"BOOTPROTO=dhcp#x", "eth0 other!"},
      {"BOOTPROTO=dhcp4", "eth0 other!"},
      {"BOOTPROTO=$(cmd)\nIPADDR=10.1.2.3", "eth0 other 10.1.2.3/8!"},
      {"BOOTPROTO='dhcp\nIPADDR=10.1.2.3", "eth0 other 10.1.2.3/8!"},
      {"BOOTPROTO=autoip", "eth0 other!"},
      {"BOOTPROTO=shared", "eth0 other!"},
      // A line that sets nothing for either.
      {"BOOTPROTO = dhcp\nIPADDR=10.1.2.3\nPREFIX=24", "eth0 static 10.1.2.3/24"},
      {"BOOTPROTO=dhcp\nBOOTPROTO=none", "eth0 none"},
      {"BOOTPROTO=none\nBOOTPROTO=dhcp", "eth0 dhcp"},
      {"BOOTPROTO=none", "eth0 none"},
      {"", "eth0 none"},
      {"BOOTPROTO=none\nIPADDR=10.1.2.3\nPREFIX=24", "eth0 static 10.1.2.3/24"},
      {"BOOTPROTO=static\nIPADDR=10.1.2.3\nNETMASK=255.255.255.0", "eth0 static 10.1.2.3/24"},
      {"IPADDR=10.1.2.3\nNETMASK=255.255.255.0", "eth0 static 10.1.2.3/24"},
      {"BOOTPROTO=NONE\nIPADDR=10.1.2.3\nPREFIX=24", "eth0 static 10.1.2.3/24"},
      {"IPADDR=10.1.2.3\nPREFIX=24\nNETMASK=255.0.0.0", "eth0 static 10.1.2.3/24"},
      {"IPADDR=10.1.2.3", "eth0 static 10.1.2.3/8"},
      {"IPADDR=172.16.2.3", "eth0 static 172.16.2.3/16"},
      {"IPADDR=192.168.2.3", "eth0 static 192.168.2.3/24"},
      {"IPADDR=10.1.2.3/24", "eth0 other!"},
      {"IPADDR=10.1.2.3\nNETMASK=255.0.255.0", "eth0 other!"},
      {"IPADDR=10.1.2.3\nPREFIX=99", "eth0 other!"},
      {"IPADDR=web01", "eth0 other!"},
      {"IPADDR=10.1.2.3\nPREFIX=24\nNAME=$HOSTNAME", "eth0 static 10.1.2.3/24"},
      {"BOOTPROTO=dhcp\nIPADDR=10.1.2.3\nPREFIX=24", "eth0 dhcp 10.1.2.3/24"},
      {"IPADDR0=10.1.2.3\nPREFIX0=24\nIPADDR2=10.1.2.4\nPREFIX2=24\nIPADDR4=10.1.2.5",
       "eth0 static 10.1.2.3/24 10.1.2.4/24"},
      {"IPADDR1=10.1.2.3\nPREFIX1=24", "eth0 static 10.1.2.3/24"},
      {"IPADDR=10.1.2.3\nPREFIX=24\nIPADDR1=10.1.2.4\nNETMASK1=255.255.0.0",
       "eth0 static 10.1.2.3/24 10.1.2.4/16"},
      // Ports have no address of their own.
      {"BOOTPROTO=dhcp\nMASTER=bond0\nSLAVE=yes", "eth0 none"},
      {"BOOTPROTO=dhcp\nBRIDGE=br0", "eth0 none"},
      {"BOOTPROTO=dhcp\nTEAM_MASTER=team0", "eth0 none"},
      {"IPADDR=10.1.2.3\nPREFIX=24\nIPV6INIT=yes\nIPV6ADDR=2001:db8::3/64",
       "eth0 static 10.1.2.3/24 2001:db8::3/64"},
      {"IPV6INIT=yes\nIPV6ADDR=2001:db8::3/64", "eth0 none 2001:db8::3/64"},
      {"IPADDR=10.1.2.3\nPREFIX=24\nIPV6ADDR=2001:db8::3/64", "eth0 static 10.1.2.3/24"},
      {". ./more\nIPADDR=10.1.2.3\nPREFIX=24", "eth0 other 10.1.2.3/24!"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.text);
    CHECK(brief(red_hat(d + one.text)) == one.expected);
  }
}

TEST_CASE("Red Hat: which interface") {
  const std::string fixed = "IPADDR=10.1.2.3\nPREFIX=24\n";
  struct Named {
    const char* file;
    const char* text;
    const char* expected;
  };
  const Named cases[] = {
      {"ifcfg-eth0", "DEVICE=ens192", "ens192 static 10.1.2.3/24"},
      {"ifcfg-eth0", "TYPE=Ethernet", "eth0 static 10.1.2.3/24"},
      {"ifcfg-office", "TYPE=Ethernet\nHWADDR=00:50:56:AA:BB:CC",
       "00:50:56:aa:bb:cc static 10.1.2.3/24"},
      {"ifcfg-eth0", "NAME=eth0", "eth0 other 10.1.2.3/24!"},
      {"ifcfg-eth0:1", "DEVICE=eth0:1", "eth0 static 10.1.2.3/24"},
      {"ifcfg-eth0:1", "DEVICE=eth0", "eth0 other 10.1.2.3/24!"},
      {"ifcfg-eth0:1", "DEVICE=eth0:1\nBOOTPROTO=dhcp", "eth0 other 10.1.2.3/24!"},
      {"ifcfg-eth0-range0", "DEVICE=eth0", "eth0 other 10.1.2.3/24!"},
      {"ifcfg-lo", "DEVICE=lo", ""},
      {"ifcfg-eth*", "DEVICE=eth*", "? other 10.1.2.3/24!"},
      // Live configuration, whatever the name looks like.
      {"ifcfg-eth0.20240101", "DEVICE=eth0", "eth0 static 10.1.2.3/24"},
      {"ifcfg-eth0-INMAGE-ORG", "DEVICE=eth0", "eth0 static 10.1.2.3/24"},
      // One reader takes them for configuration, the other does not.
      {"ifcfg-eth0.rpmsave", "DEVICE=eth0", "eth0 other 10.1.2.3/24!"},
      {"ifcfg-eth0.old", "DEVICE=eth0", "eth0 other 10.1.2.3/24!"},
      {"ifcfg-eth0;5f3a1b2c", "DEVICE=eth0", "eth0 other 10.1.2.3/24!"},
  };
  for (const Named& one : cases) {
    CAPTURE(one.file);
    CAPTURE(one.text);
    CHECK(brief(red_hat(fixed + one.text, one.file)) == one.expected);
  }
}

TEST_CASE("Red Hat: the rest of an entry") {
  const NetworkReading reading = red_hat(
      "DEVICE=ens192\nBOOTPROTO=none\nONBOOT=yes\nIPADDR=10.1.2.3\nPREFIX=24\n"
      "GATEWAY=10.1.2.1\nDNS1=10.1.2.10\nDNS2=10.1.2.11\nNM_CONTROLLED=yes\n",
      "ifcfg-ens192");
  REQUIRE(reading.entries.size() == 1);
  const NetworkEntry& entry = reading.entries[0];
  CHECK(entry.gateway == "10.1.2.1");
  CHECK(entry.dns == std::vector<std::string>{"10.1.2.10", "10.1.2.11"});
  CHECK(entry.at_boot);
  CHECK_FALSE(entry.by_failover);
  CHECK(entry.file == red_hat_folder + "ifcfg-ens192");
  CHECK(entry.line == 4);
  CHECK(entry.stack == NetworkStack::ifcfg);
  CHECK(reading.needs_network_manager == std::vector<std::string>{entry.file});
  CHECK_FALSE(red_hat("DEVICE=eth0\nONBOOT=no\n").entries.at(0).at_boot);
  CHECK(red_hat("DEVICE=eth0\n").entries.at(0).at_boot);
  CHECK(red_hat("DEVICE=eth0\nNM_CONTROLLED=no\n").needs_network_manager.empty());
  CHECK(red_hat("DEVICE=eth0\n").needs_network_manager.empty());
}

TEST_CASE("Red Hat: the file that the failover writes is told by its meaningless DHCP=yes") {
  const NetworkReading reading = red_hat(
      "DHCP_HOSTNAME=web01\nDEVICE=eth0\nONBOOT=yes\nDHCP=yes\nBOOTPROTO=dhcp\n"
      "TYPE=Ethernet\nUSERCTL=no\nPEERDNS=yes\nIPV6INIT=no\n");
  CHECK(brief(reading) == "eth0 dhcp");
  CHECK(reading.entries.at(0).by_failover);
  CHECK_FALSE(red_hat("DEVICE=eth0\nBOOTPROTO=dhcp\n").entries.at(0).by_failover);
}

TEST_CASE("a problem names file and line") {
  const NetworkReading reading = red_hat("DEVICE=eth0\nBOOTPROTO=$PROTO\n");
  REQUIRE(reading.problems.size() == 1);
  CHECK(reading.problems[0].text() ==
        "/etc/sysconfig/network-scripts/ifcfg-eth0:2: BOOTPROTO refers to a variable or a command");
  CHECK(red_hat("DEVICE=eth0\r\nBOOTPROTO=dhcp\r\n").problems.size() == 1);
}

TEST_CASE("SUSE: method and addresses") {
  const Case cases[] = {
      {"BOOTPROTO='dhcp'", "eth0 dhcp"},
      {"BOOTPROTO='dhcp4'", "eth0 dhcp"},
      {"BOOTPROTO='dhcp4+auto6'", "eth0 dhcp"},
      {"BOOTPROTO='dhcp+autoip'", "eth0 dhcp"},
      {"BOOTPROTO=dhcp\r", "eth0 dhcp"},
      {"BOOTPROTO='dhcp6'", "eth0 none"},
      {"BOOTPROTO='auto6'\nIPADDR=10.1.2.3/24", "eth0 static 10.1.2.3/24"},
      {"BOOTPROTO='autoip'", "eth0 other"},
      {"BOOTPROTO='dhcp'\nIPADDR=10.1.2.3/24", "eth0 dhcp 10.1.2.3/24"},
      {"BOOTPROTO='static'\nIPADDR='10.1.2.3/24'", "eth0 static 10.1.2.3/24"},
      {"IPADDR='10.1.2.3'\nPREFIXLEN='24'", "eth0 static 10.1.2.3/24"},
      {"BOOTPROTO=''\nIPADDR='10.1.2.3'\nNETMASK='255.255.255.0'", "eth0 static 10.1.2.3/24"},
      {"IPADDR='10.1.2.3/24'\nPREFIXLEN='8'", "eth0 static 10.1.2.3/24"},
      {"IPADDR='10.1.2.3'\nPREFIXLEN='24'\nNETMASK='255.0.0.0'", "eth0 static 10.1.2.3/24"},
      // No length is a host's here, not a class's.
      {"IPADDR='10.1.2.3'", "eth0 static 10.1.2.3/32"},
      {"IPADDR='10.1.2.3/24'\nIPADDR_1='10.1.2.4/24'\nLABEL_1='1'",
       "eth0 static 10.1.2.3/24 10.1.2.4/24"},
      {"IPADDR='10.1.2.3/24'\nIPADDR_x='2001:db8::3'\nPREFIXLEN_x='64'",
       "eth0 static 10.1.2.3/24 2001:db8::3/64"},
      // "none" is the link only: the opposite of what it means on Red Hat.
      {"BOOTPROTO='none'\nIPADDR='10.1.2.3/24'", "eth0 none"},
      {"BOOTPROTO='NONE'\nIPADDR='10.1.2.3/24'", "eth0 none"},
      // Words that wicked does not know: it warns and takes the addresses; what older scripts do
      // is not known.
      {"BOOTPROTO='DHCP'\nIPADDR='10.1.2.3/24'", "eth0 other 10.1.2.3/24!"},
      {"BOOTPROTO='static+dhcp'", "eth0 other!"},
      {"BOOTPROTO='bootp'", "eth0 other!"},
      {"export BOOTPROTO=dhcp", "eth0 other!"},
      {"BOOTPROTO=$X", "eth0 other!"},
      {"IPADDR='10.1.2'", "eth0 other!"},
      {"IPADDR='10.1.2.3'\nNETMASK='255.0.255.0'", "eth0 other!"},
      {"", "eth0 none"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.text);
    CHECK(brief(suse(one.text)) == one.expected);
  }
}

TEST_CASE("SUSE: which interface, when it starts, and who wrote the file") {
  CHECK(brief(suse("BOOTPROTO=dhcp", "ifcfg-eth-id-00:50:56:AA:BB:CC")) ==
        "00:50:56:aa:bb:cc dhcp");
  CHECK(brief(suse("BOOTPROTO=dhcp", "ifcfg-eth-bus-pci-0000:00:01.0")) == "? other!");
  CHECK(brief(suse("IPADDR=127.0.0.1/8", "ifcfg-lo")) == "");
  for (const char* start : {"auto", "onboot", "on", "boot", "hotplug", "nfsroot"}) {
    CAPTURE(start);
    CHECK(suse(std::string("STARTMODE='") + start + "'").entries.at(0).at_boot);
  }
  for (const char* start : {"manual", "off", "", "AUTO"}) {
    CAPTURE(start);
    CHECK_FALSE(suse(std::string("STARTMODE='") + start + "'").entries.at(0).at_boot);
  }
  const NetworkReading failover =
      suse("BOOTPROTO='dhcp'\nMTU='' \nREMOTE_IPADDR='' \nSTARTMODE='onboot'\n");
  CHECK(failover.entries.at(0).by_failover);
  CHECK(failover.entries.at(0).stack == NetworkStack::suse_ifcfg);
  CHECK_FALSE(suse("BOOTPROTO='dhcp'\nMTU=''\nSTARTMODE='auto'\n").entries.at(0).by_failover);
}

TEST_CASE("names that every reader passes over") {
  for (const char* name :
       {"ifcfg-eth0~", "ifcfg-eth0.bak", "ifcfg-eth0.orig", "ifcfg-eth0.rpmnew"}) {
    CAPTURE(name);
    CHECK(is_ignored_ifcfg(name, IfcfgDialect::red_hat));
    CHECK(is_ignored_ifcfg(name, IfcfgDialect::suse));
  }
  for (const char* name : {"ifcfg-eth0.old", "ifcfg-eth0.rpmsave", "ifcfg-eth0.rpmorig"}) {
    CAPTURE(name);
    CHECK_FALSE(is_ignored_ifcfg(name, IfcfgDialect::red_hat));
    CHECK(is_ignored_ifcfg(name, IfcfgDialect::suse));
  }
  CHECK_FALSE(is_ignored_ifcfg("ifcfg-eth0-INMAGE-ORG", IfcfgDialect::red_hat));
  CHECK_FALSE(is_ignored_ifcfg("ifcfg-eth0.20240101", IfcfgDialect::suse));
}
