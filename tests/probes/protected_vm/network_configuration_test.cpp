#include "tests/probes/protected_vm/answers.h"

namespace fbd {
extern const Probe protected_vm_network_configuration;
}
using namespace fbd;

namespace {

const std::string scripts = "/etc/sysconfig/network-scripts/";
const std::string suse = "/etc/sysconfig/network/";
const std::string lan = "/etc/NetworkManager/system-connections/lan.nmconnection";
const std::string netplan = "/etc/netplan/01.yaml";
const std::string eni = "/etc/network/interfaces";
const std::string networkd = "/etc/systemd/network/10-lan.network";

const std::string profile =
    "[connection]\ntype=ethernet\ninterface-name=eth0\n[ipv4]\nmethod=manual\n"
    "address1=10.1.2.3/24\n";
const std::string stanza = "auto eth0\niface eth0 inet static\n  address 10.1.2.3/24\n";
const std::string ifcfg = "DEVICE=eth0\nBOOTPROTO=none\nIPADDR=10.1.2.3\nPREFIX=24\nONBOOT=yes\n";
const std::string network = "[Match]\nName=eth0\n[Network]\nAddress=10.1.2.3/24\n";
const std::string yaml = "network:\n  version: 2\n  ethernets:\n    eth0: {dhcp4: true}\n";

OneHost machine(const FileTexts& files, const std::vector<std::string>& services,
                unsigned mode = 0600) {
  OneHost host;
  host.with("network.configuration", tree(files, mode))
      .with("host.network-units", units(services))
      .with("host.init-links", systemd());
  return host;
}

struct Case {
  const char* what;
  FileTexts files;
  std::vector<std::string> services;
  const char* outcome;
  const char* values = "";
  unsigned mode = 0600;
};

void check(std::initializer_list<Case> cases, std::initializer_list<const char*> names) {
  for (const Case& one : cases) {
    CAPTURE(std::string(one.what));
    const Verdict verdict =
        machine(one.files, one.services, one.mode).verdict(protected_vm_network_configuration);
    CHECK(outcome(verdict) == one.outcome);
    CAPTURE((verdict.reason ? verdict.reason->message : ""));
    std::string values;
    for (const char* name : names) values += (values.empty() ? "" : " ") + value(verdict, name);
    if (verdict.status == Status::fail || verdict.status == Status::warn)
      CHECK(values == one.values);
    check_is_declared(protected_vm_network_configuration, verdict);
  }
}

}  // namespace

TEST_CASE("protected-vm.network-configuration: a file that its reader refuses") {
  check(
      {
          {"a profile that others may read",
           {{lan, profile}},
           {"NetworkManager"},
           "fail refused",
           "/etc/NetworkManager/system-connections/lan.nmconnection NetworkManager",
           0644},
          {"the same, and NetworkManager does not start",
           {{lan, profile}},
           {"networking"},
           "fail not-started",
           "NetworkManager",
           0644},
          {"the same as a backup of the editor's",
           {{lan, profile}, {lan + "~", profile}},
           {"NetworkManager"},
           "pass"},
          {"YAML that is none, beside a good file",
           {{netplan, yaml}, {"/etc/netplan/90.yaml", "network:\n  ethernets: [\n"}},
           {},
           "fail refused",
           "/etc/netplan/90.yaml:3 netplan"},
          {"YAML with a key that netplan does not know",
           {{netplan, "network:\n  ethernets:\n    eth0:\n      adresses: [10.1.2.3/24]\n"}},
           {},
           "fail refused",
           "/etc/netplan/01.yaml:4 netplan"},
          {"ASR's file and the global renderer NetworkManager",
           {{netplan, "network:\n  version: 2\n  renderer: NetworkManager\n"},
            {"/etc/netplan/50-azure_migrate_dhcp.yaml",
             "network:\n  version: 2\n  ethernets:\n    azure:\n      match:\n"
             "        driver: hv_netvsc\n      dhcp4: true\n"}},
           {"NetworkManager"},
           "fail refused",
           "/etc/netplan/50-azure_migrate_dhcp.yaml:4 netplan"},
          {"an interfaces file with a mistake",
           {{eni, "auto eth0\niface eth0 inet statics\n  address 10.1.2.3/24\n"}},
           {"networking"},
           "fail refused",
           "/etc/network/interfaces:2 ifupdown"},
          {"the same, and ifupdown does not start: netplan is in charge",
           {{eni, "auto eth0\niface eth0 inet statics\n"}, {netplan, yaml}},
           {},
           "pass"},
          {"an ifcfg file that NetworkManager refuses",
           {{scripts + "ifcfg-eth0", "DEVICE=eth0\nIPADDR=10.1.2.3/24\n"}},
           {"NetworkManager"},
           "fail refused",
           "/etc/sysconfig/network-scripts/ifcfg-eth0:2 NetworkManager"},
      },
      {"place", "manager"});
}

TEST_CASE("protected-vm.network-configuration: nobody starts who would read it") {
  check(
      {
          {"it starts", {{lan, profile}}, {"NetworkManager"}, "pass"},
          {"NetworkManager is there and switched off",
           {{lan, profile}},
           {"-NetworkManager"},
           "fail not-started",
           "/etc/NetworkManager/system-connections/lan.nmconnection NetworkManager.service: "
           "disabled"},
          {"wicked's alias leads to a NetworkManager that is gone",
           {{suse + "ifcfg-eth0", "BOOTPROTO='dhcp'\nSTARTMODE='auto'\n"}},
           {"-wicked"},
           "fail not-started",
           "/etc/sysconfig/network/ifcfg-eth0 network.service: not found"},
          {"of two stacks one starts", {{lan, profile}, {eni, stanza}}, {"networking"}, "pass"},
          {"netplan is started by systemd itself", {{netplan, yaml}}, {}, "pass"},
          {"nothing is configured", {}, {}, "unknown not-found"},
          {"nothing is configured, and NetworkManager does it by itself",
           {},
           {"NetworkManager"},
           "pass"},
      },
      {"file", "state"});
}

TEST_CASE("protected-vm.network-configuration: two programs for one interface") {
  const std::string managed = "[main]\nplugins=ifupdown,keyfile\n[ifupdown]\nmanaged=true\n";
  const std::string debian = "[main]\nplugins=ifupdown,keyfile\n[ifupdown]\nmanaged=false\n";
  const std::string conf = "/etc/NetworkManager/NetworkManager.conf";
  const std::vector<std::string> both{"NetworkManager", "networking"};
  check(
      {
          {"ifupdown and NetworkManager, which leaves what ifupdown has",
           {{eni, stanza}, {lan, profile}, {conf, debian}},
           both,
           "pass"},
          {"the same without its file", {{eni, stanza}, {lan, profile}}, both, "pass"},
          {"NetworkManager is told to take it as well",
           {{eni, stanza}, {lan, profile}, {conf, managed}},
           both,
           "warn two-managers",
           "eth0 ifupdown NetworkManager"},
          {"the plugin that would know of it is not loaded",
           {{eni, stanza}, {lan, profile}, {conf, "[main]\nplugins=keyfile\n"}},
           both,
           "warn two-managers",
           "eth0 ifupdown NetworkManager"},
          {"and the interface is told to be left alone",
           {{eni, stanza},
            {lan, profile},
            {conf,
             "[main]\nplugins=keyfile\n[keyfile]\n"
             "unmanaged-devices=interface-name:eth0\n"}},
           both,
           "pass"},
          {"ifupdown only brings the link up",
           {{eni, "auto eth0\niface eth0 inet manual\n"},
            {lan, profile},
            {conf, "[main]\nplugins=keyfile\n"}},
           both,
           "pass"},
          {"for different interfaces",
           {{eni, "auto eth1\niface eth1 inet dhcp\n"},
            {lan, profile},
            {conf, "[main]\nplugins=keyfile\n"}},
           both,
           "pass"},
          {"netplan and ifupdown",
           {{eni, stanza}, {netplan, yaml}},
           {"networking"},
           "warn two-managers",
           "eth0 ifupdown netplan"},
          {"netplan, and ifupdown that does not start",
           {{eni, stanza}, {netplan, yaml}},
           {"-networking", "systemd-networkd"},
           "pass"},
          {"what netplan wrote for systemd-networkd is netplan's",
           {{netplan, yaml}, {"/run/systemd/network/10-netplan-eth0.network", network}},
           {"systemd-networkd"},
           "pass"},
          {"NetworkManager and systemd-networkd",
           {{networkd, network}, {lan, profile}},
           {"NetworkManager", "systemd-networkd"},
           "warn two-managers",
           "eth0 NetworkManager systemd-networkd"},
          {"systemd-networkd has a file for many, and an earlier one that leaves this one alone",
           {{"/etc/systemd/network/50-all.network", "[Match]\nName=eth*\n[Network]\nDHCP=yes\n"},
            {"/etc/systemd/network/05-eth0.network", "[Match]\nName=eth0\n[Link]\nUnmanaged=yes\n"},
            {lan, profile}},
           {"NetworkManager", "systemd-networkd"},
           "pass"},
          {"the one that leaves it alone comes too late",
           {{"/etc/systemd/network/50-all.network", "[Match]\nName=eth*\n[Network]\nDHCP=yes\n"},
            {"/etc/systemd/network/90-eth0.network", "[Match]\nName=eth0\n[Link]\nUnmanaged=yes\n"},
            {lan, profile}},
           {"NetworkManager", "systemd-networkd"},
           "warn two-managers",
           "eth0 NetworkManager systemd-networkd"},
          {"and only one of them starts",
           {{networkd, network}, {lan, profile}},
           {"NetworkManager", "-systemd-networkd"},
           "pass"},
          {"NetworkManager and the network scripts both start, as on RHEL 7: one file, one reader",
           {{scripts + "ifcfg-eth0", ifcfg}, {scripts + "ifup-eth", ""}},
           {"NetworkManager", "network"},
           "pass"},
          {"a file that is left to the scripts",
           {{scripts + "ifcfg-eth0", ifcfg + "NM_CONTROLLED=no\n"}, {scripts + "ifup-eth", ""}},
           {"NetworkManager", "network"},
           "pass"},
          {"several profiles for one interface",
           {{lan, profile},
            {"/etc/NetworkManager/system-connections/dmz.nmconnection", profile},
            {scripts + "ifcfg-eth0", ifcfg}},
           {"NetworkManager"},
           "pass"},
      },
      {"interface", "first", "second"});
}

TEST_CASE("protected-vm.network-configuration: what is not known") {
  OneHost denied = machine({{"? " + lan, ""}}, {"NetworkManager"});
  CHECK(outcome(denied.verdict(protected_vm_network_configuration)) == "unknown denied");
  for (const char* question : {"network.configuration", "host.network-units", "host.init-links"}) {
    CAPTURE(question);
    OneHost host = machine({{lan, profile}}, {"NetworkManager"});
    CHECK(outcome(host.never_asked(question).verdict(protected_vm_network_configuration)) ==
          "unknown not-collected");
  }
  OneHost bare = machine({{lan, profile}}, {});
  bare.with("host.init-links", "");
  CHECK(outcome(bare.verdict(protected_vm_network_configuration)) == "unknown not-found");
}
