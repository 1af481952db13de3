#include "collectors/network/configured_network.h"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "collectors/network/network_files.h"
#include "tests/collectors/host/capture.h"
#include "tests/collectors/network/files.h"

using namespace fbd;

namespace {

constexpr const char* id = "network.configuration";

ConfiguredNetwork read(const FileTexts& files, unsigned mode = 0600) {
  const auto fact = parsed<ConfiguredNetwork>(id, tree(files, mode));
  REQUIRE(fact);
  return *fact;
}

std::string brief(const ConfiguredNetwork& network) {
  return fbd::brief(network.connections, network.problems);
}

const std::string profile =
    "[connection]\ntype=ethernet\ninterface-name=ens192\n[ipv4]\nmethod=manual\n"
    "address1=10.1.2.3/24\n";
const std::string red_hat = "DEVICE=eth0\nBOOTPROTO=dhcp\n";
const std::string fixed = "DEVICE=eth0\nIPADDR=10.1.2.3\nPREFIX=24\n";

}  // namespace

TEST_CASE("which reader a file gets, by where it lies") {
  struct Case {
    FileTexts files;
    const char* expected;
  };
  const Case cases[] = {
      {{}, ""},
      {{{"/etc/network/interfaces", "iface eth0 inet dhcp"}}, "eth0 dhcp"},
      {{{"/etc/network/interfaces.d/a", "iface eth0 inet dhcp"}}, ""},
      {{{"/etc/sysconfig/network-scripts/ifcfg-eth0", fixed}}, "eth0 static 10.1.2.3/24"},
      {{{"/etc/sysconfig/network-scripts/ifcfg-eth0.bak", fixed}},
       "eth0 static 10.1.2.3/24 (ignored)"},
      // One line, two meanings: no IP at all on SUSE, and the length of a host there.
      {{{"/etc/sysconfig/network-scripts/ifcfg-a", "DEVICE=a\nBOOTPROTO=none\nIPADDR=10.1.2.3"}},
       "a static 10.1.2.3/8"},
      {{{"/etc/sysconfig/network/ifcfg-a", "BOOTPROTO=none\nIPADDR=10.1.2.3\n"}}, "a none"},
      {{{"/etc/netplan/01.yaml", "network: {ethernets: {eth0: {dhcp4: true}}}"}}, "eth0 dhcp"},
      {{{"/etc/NetworkManager/system-connections/lan", profile}}, "ens192 static 10.1.2.3/24"},
      {{{"/etc/NetworkManager/system-connections/lan~", profile}},
       "ens192 static 10.1.2.3/24 (ignored)"},
      {{{"/etc/systemd/network/10.network", "[Match]\nName=eth0\n[Network]\nDHCP=yes\n"}},
       "eth0 dhcp!"},  // only root may read it here, which systemd-networkd is not
      {{{"/etc/systemd/network/10.network", "[Match]\nName=eth0 eth1\n"}}, "? none!"},
      {{{"/etc/dhcpcd.conf", "interface eth0\nstatic ip_address=10.1.2.3/24\n"}},
       "eth0 static 10.1.2.3/24"},
      {{{"/etc/systemd/network/10.network", "[Match]\nName=lo\n"}}, ""},
      {{{"/etc/sysconfig/network-scripts/ifcfg-eth0", fixed},
        {"/etc/netplan/01.yaml", "network: {ethernets: {eth1: {dhcp4: true}}}"}},
       "eth0 static 10.1.2.3/24; eth1 dhcp"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.expected);
    CHECK(brief(read(one.files)) == one.expected);
  }
}

TEST_CASE("backups are told from what is in force, and come after it") {
  const ConfiguredNetwork network = read({
      {"/etc/sysconfig/network-scripts/asr_nw/ifcfg-eth0", fixed + "NM_CONTROLLED=yes\n"},
      {"/etc/sysconfig/network-scripts/ifcfg-eth0", red_hat},
      {"/etc/sysconfig/network-scripts/azure_sms_bck/ifcfg-eth0", red_hat},
      {"/etc/sysconfig/network/inmage_nw/ifcfg-eth1", "BOOTPROTO=dhcp\nSTARTMODE=auto\n"},
      {"/etc/network/interfaces-INMAGE-ORG", "iface eth2 inet static\n address 10.1.2.5/24\n"},
      {"/etc/network/interfaces.bck_azure_sms", "iface eth2 inet dhcp\n"},
      {"/etc/network/inmage_nw/interfaces", "iface eth2 inet dhcp\n"},
  });
  CHECK(network.connections.size() == 7);
  CHECK(brief(network.connections.front()) == "eth0 dhcp");
  for (const Connection& entry : network.connections) {
    CAPTURE(entry.file());
    CHECK(entry.backup == (entry.file() != "/etc/sysconfig/network-scripts/ifcfg-eth0"));
    CHECK(entry.backup == is_failover_backup(entry.file()));
  }
  // What a backup says about NetworkManager is not in force either.
  CHECK(network.needs_network_manager.empty());
}

TEST_CASE("a backup still finds the files it sourced") {
  const ConfiguredNetwork network = read({
      {"/etc/network/interfaces",
       "auto lo\niface lo inet loopback\nauto eth0\niface eth0 inet dhcp\n"},
      {"/etc/network/interfaces-INMAGE-ORG", "source /etc/network/interfaces.d/*\n"},
      {"/etc/network/interfaces.d/eth0",
       "auto eth0\niface eth0 inet static\n address 10.1.2.3/24\n"},
  });
  CHECK(brief(network) == "eth0 dhcp; eth0 static 10.1.2.3/24");
  CHECK(network.connections.at(1).backup);
  CHECK(network.connections.at(1).file() == "/etc/network/interfaces-INMAGE-ORG");
}

TEST_CASE("what needs NetworkManager") {
  const std::string lan = "/etc/NetworkManager/system-connections/lan";
  const std::string alias = "/etc/systemd/system/network.service";
  struct Case {
    FileTexts files;
    std::vector<std::string> needing;
  };
  const Case cases[] = {
      {{{lan, profile}}, {lan}},
      {{{alias + " -> /usr/lib/systemd/system/NetworkManager.service", ""}}, {alias}},
      {{{alias + " -> /usr/lib/systemd/system/wicked.service", ""}}, {}},
      {{{"/etc/sysconfig/network/config", "NETWORKMANAGER=\"yes\"\n"}},
       {"/etc/sysconfig/network/config"}},
      {{{"/etc/sysconfig/network/config", "NETWORKMANAGER=\"no\"\n"}}, {}},
      {{{"/etc/netplan/01.yaml", "network: {renderer: NetworkManager}"}}, {"/etc/netplan/01.yaml"}},
      {{{"/etc/sysconfig/network-scripts/ifcfg-eth0", red_hat}}, {}},
      {{{"/etc/sysconfig/network-scripts/ifcfg-eth0", red_hat + "NM_CONTROLLED=yes\n"}},
       {"/etc/sysconfig/network-scripts/ifcfg-eth0"}},
      {{{"/etc/network/interfaces", "iface eth0 inet dhcp"}}, {}},
  };
  for (const Case& one : cases) CHECK(read(one.files).needs_network_manager == one.needing);
}

TEST_CASE("what could not be read is a problem, and keeps its kind") {
  const ConfiguredNetwork denied = read({{"? /etc/NetworkManager/system-connections", ""}});
  REQUIRE(denied.problem_in_force());
  CHECK(denied.problem_in_force()->kind == ErrorKind::denied);
  CHECK(denied.problem_in_force()->text() ==
        "/etc/NetworkManager/system-connections: permission denied");
  CHECK_FALSE(denied.problem_in_backup());

  const ConfiguredNetwork backup =
      read({{"? /etc/sysconfig/network-scripts/asr_nw/ifcfg-eth0", ""}});
  CHECK_FALSE(backup.problem_in_force());
  CHECK(backup.problem_in_backup());

  // netplan stops at a link that leads nowhere.
  CHECK(brief(read({{"/etc/netplan/01.yaml -> /gone", ""}})) == "!");
  CHECK(brief(read({{"/etc/NetworkManager/NetworkManager.conf", "[keyfile]\npath=/srv/nm\n"}})) ==
        "!");
  CHECK(brief(read({{"/etc/NetworkManager/NetworkManager.conf",
                     "[keyfile]\npath=/etc/NetworkManager/system-connections/\n"}})) == "");
}

TEST_CASE("a profile that others may read is not loaded") {
  const FileTexts files{{"/etc/NetworkManager/system-connections/lan", profile}};
  CHECK(brief(read(files, 0600)) == "ens192 static 10.1.2.3/24");
  CHECK(brief(read(files, 0644)) == "ens192 static 10.1.2.3/24 (refused)!");
  CHECK(read(files, 0644).needs_network_manager.empty());
}

TEST_CASE("no tree is malformed") { CHECK_FALSE(parsed<ConfiguredNetwork>(id, "something else")); }

TEST_CASE("machines as a failover leaves them") {
  struct Case {
    const char* file;
    const char* expected;
  };
  const Case cases[] = {
      {"rhel-8-failed-back.tree", "ens192 dhcp; ens192 static 10.1.2.3/24"},
      {"rhel-8-with-profile.tree", "ens192 dhcp; ens192 static 10.1.2.3/24"},
      {"sles-15-failed-back.tree", "eth0 dhcp; eth0 static 10.1.2.3/24"},
      {"debian-12-failed-back.tree", "eth0 dhcp; ens192 dhcp; ens192 static 10.1.2.3/24"},
      {"ubuntu-22-failed-back.tree", "ens192 static 10.1.2.3/24; ? dhcp"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.file);
    CHECK(brief(read_capture<ConfiguredNetwork>(id, one.file)) == one.expected);
  }
}

TEST_CASE("shown as JSON") {
  const nlohmann::json json = nlohmann::json::parse(to_json(read({
      {"/etc/sysconfig/network-scripts/ifcfg-eth0",
       "DEVICE=eth0\nIPADDR=10.1.2.3\nPREFIX=24\nGATEWAY=10.1.2.1\nDNS1=10.1.2.10\n"},
      {"/etc/sysconfig/network-scripts/asr_nw/ifcfg-eth1", "DEVICE=eth1\nBOOTPROTO=dhcp\n"},
  })));
  REQUIRE(json["connections"].size() == 1);
  const nlohmann::json& one = json["connections"][0];
  CHECK(one["stack"] == "ifcfg-rh");
  CHECK(one["interface"] == "eth0");
  CHECK(one["status"] == "ok");
  CHECK(one["match"].is_null());
  CHECK(one["ipv4"].dump() ==
        R"({"addresses":[{"address":"10.1.2.3","prefix":24}],"also":[],"dns":["10.1.2.10"],)"
        R"("gateway":"10.1.2.1","gateway_metric":null,"method":"static","routes":[],"search":[]})");
  CHECK(one["ipv6"]["method"] == "none");
  CHECK(one["sources"][0]["file"] == "/etc/sysconfig/network-scripts/ifcfg-eth0");
  CHECK(json["backups"].size() == 1);
  CHECK(json["backups"][0]["ipv4"]["method"] == "dhcp");
  CHECK(json["ifcfg"]["reader"] == "ifcfg-rh");
  CHECK(json["problems"].empty());
}

TEST_CASE("who reads ifcfg files") {
  struct Case {
    const char* what;
    FileTexts files;
    const char* reader;
  };
  const std::string unit = "/usr/lib/systemd/system/NetworkManager.service";
  const std::string wanted =
      "/etc/systemd/system/multi-user.target.wants/NetworkManager.service -> " + unit;
  const std::string scripts = "/etc/rc.d/init.d/network";
  const std::string start = "/etc/rc.d/rc3.d/S10network -> ../init.d/network";
  const Case cases[] = {
      {"nothing is known", {}, "ifcfg-rh"},
      {"release 5", {{"/etc/redhat-release", "CentOS release 5.11 (Final)\n"}}, "network-scripts"},
      {"release 6", {{"/etc/redhat-release", "CentOS release 6.10 (Final)\n"}}, "network-scripts"},
      {"release 8", {{"/etc/os-release", "ID=rhel\nVERSION_ID=\"8.10\"\n"}}, "ifcfg-rh"},
      {"both start", {{unit, ""}, {wanted, ""}, {scripts, ""}, {start, ""}}, "ifcfg-rh"},
      {"only the scripts start", {{unit, ""}, {scripts, ""}, {start, ""}}, "network-scripts"},
      {"NetworkManager's package is gone",
       {{wanted, ""}, {scripts, ""}, {start, ""}},
       "network-scripts"},
      {"NetworkManager is masked",
       {{unit, ""},
        {wanted, ""},
        {"/etc/systemd/system/NetworkManager.service -> /dev/null", ""},
        {scripts, ""},
        {start, ""}},
       "network-scripts"},
      {"only NetworkManager is there", {{unit, ""}}, "ifcfg-rh"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.what);
    const ConfiguredNetwork network = read(one.files);
    CHECK(name(network.ifcfg.reader) == one.reader);
    CHECK_FALSE(network.ifcfg.why.empty());
  }
}

TEST_CASE("what NetworkManager leaves alone is the scripts'") {
  const std::string file = "/etc/sysconfig/network-scripts/ifcfg-eth0";
  FileTexts files{{file, "DEVICE=eth0\nBOOTPROTO=dhcp\nNM_CONTROLLED=no\n"},
                  {"/etc/redhat-release", "Red Hat Enterprise Linux release 8.10 (Ootpa)\n"}};
  CHECK(read(files).connections.front().status == ConnectionStatus::ignored);
  files["/etc/sysconfig/network-scripts/ifup-eth"] = "#!/bin/bash\n";
  files["/usr/lib/systemd/system/NetworkManager.service"] = "";
  const Connection scripted = read(files).connections.front();
  CHECK(scripted.status == ConnectionStatus::ok);
  CHECK(scripted.stack == NetworkStack::network_scripts);
}
