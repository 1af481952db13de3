#include "tests/probes/protected_vm/answers.h"

namespace fbd {
extern const Probe protected_vm_interface_names;
}
using namespace fbd;

namespace {

const std::string scripts = "/etc/sysconfig/network-scripts/";
const std::string connections = "/etc/NetworkManager/system-connections/";
const std::string netplan = "/etc/netplan/01.yaml";
const std::string eni = "/etc/network/interfaces";
const std::string rules = "/etc/udev/rules.d/70-persistent-net.rules";

const LinkText ens192{"ens192", "00:50:56:00:00:01"};
const LinkText eth0{"eth0", "00:50:56:00:00:01"};
const LinkText eth1{"eth1", "00:50:56:00:00:02"};

std::string ifcfg(const std::string& device, const std::string& more = "") {
  return "DEVICE=" + device + "\nBOOTPROTO=none\nIPADDR=10.1.2.3\nPREFIX=24\n" + more;
}

std::string keyfile(const std::string& more) {
  return "[connection]\ntype=ethernet\n" + more + "[ipv4]\nmethod=auto\n";
}

std::string rule(const std::string& mac, const std::string& name) {
  return "SUBSYSTEM==\"net\", ACTION==\"add\", ATTR{address}==\"" + mac + "\", NAME=\"" + name +
         "\"\n";
}

OneHost machine(const FileTexts& files, const std::vector<LinkText>& all,
                const FileTexts& around = {}, const std::string& kernel = "quiet\n") {
  OneHost host;
  host.with("host.platform", dmi_of_vmware())
      .with("network.configuration", tree(files))
      .with("network.links", links(all))
      .with("network.link-devices", devices(all))
      .with("host.network-surroundings", tree(around, 0644))
      .with("host.kernel-command-line", kernel);
  return host;
}

struct Case {
  const char* what;
  FileTexts files;
  std::vector<LinkText> links;
  const char* outcome;
  const char* values = "";  // adapter interface mac
  FileTexts around = {};
  std::string kernel = "quiet\n";
};

void check(std::initializer_list<Case> cases) {
  for (const Case& one : cases) {
    CAPTURE(std::string(one.what));
    const Verdict verdict =
        machine(one.files, one.links, one.around, one.kernel).verdict(protected_vm_interface_names);
    CHECK(outcome(verdict) == one.outcome);
    CAPTURE((verdict.reason ? verdict.reason->message : ""));
    if (verdict.status == Status::fail)
      CHECK(value(verdict, "adapter") + " " + value(verdict, "interface") + " " +
                value(verdict, "mac") ==
            one.values);
    check_is_declared(protected_vm_interface_names, verdict);
  }
}

}  // namespace

TEST_CASE("protected-vm.interface-names: what fits passes") {
  check({
      {"by name", {{scripts + "ifcfg-ens192", ifcfg("ens192")}}, {ens192}, "pass"},
      {"by its other name",
       {{scripts + "ifcfg-enp3s0", ifcfg("enp3s0")}},
       {{"ens192", "00:50:56:00:00:01", "vmxnet3", "", "", "", "enp3s0"}},
       "pass"},
      {"by the address of its hardware",
       {{netplan,
         "network:\n  ethernets:\n    lan:\n      match: {macaddress: \"00:50:56:00:00:09\"}\n"
         "      dhcp4: true\n"}},
       {{"ens192", "02:00:00:00:00:01", "vmxnet3", "", "", "", "", "00:50:56:00:00:09"}},
       "pass"},
      {"a profile for any adapter", {{connections + "any", keyfile("")}}, {ens192}, "pass"},
      {"several profiles for one adapter, one of them with an address that is gone",
       {{connections + "a", keyfile("interface-name=ens192\n")},
        {connections + "b", keyfile("[ethernet]\nmac-address=60:45:BD:00:00:01\n")}},
       {ens192},
       "pass"},
      {"configuration left from an adapter that is gone, and all that are there have theirs",
       {{scripts + "ifcfg-ens192", ifcfg("ens192")}, {scripts + "ifcfg-ens224", ifcfg("ens224")}},
       {ens192},
       "pass"},
      {"an adapter without configuration, and none that misses one",
       {{scripts + "ifcfg-eth0", ifcfg("eth0")}},
       {eth0, eth1},
       "pass"},
      {"a bond of two adapters, as the files have it",
       {{netplan,
         "network:\n  ethernets: {eth0: {}, eth1: {}}\n  bonds:\n    bond0:\n"
         "      interfaces: [eth0, eth1]\n      dhcp4: true\n"}},
       {{"eth0", "00:50:56:00:00:01", "vmxnet3", "", "bond0"},
        {"eth1", "00:50:56:00:00:01", "vmxnet3", "", "bond0"},
        {"bond0", "00:50:56:00:00:01", "", "bond"}},
       "pass"},
      {"a port of a bridge that only the running system knows, and a leftover",
       {{scripts + "ifcfg-br0", "DEVICE=br0\nTYPE=Bridge\nBOOTPROTO=dhcp\n"},
        {scripts + "ifcfg-ens9", ifcfg("ens9")}},
       {{"eth0", "00:50:56:00:00:01", "vmxnet3", "", "br0"},
        {"br0", "00:50:56:00:00:01", "", "bridge"}},
       "pass"},
      {"only the VLAN on it is configured",
       {{eni, "auto eth0.10\niface eth0.10 inet static\n  address 10.1.2.3/24\n"}},
       {eth0, {"eth0.10", "00:50:56:00:00:01", "", "vlan", "", "eth0"}},
       "pass"},
      {"containers, whose interfaces nobody configures",
       {{scripts + "ifcfg-ens192", ifcfg("ens192")}},
       {ens192,
        {"docker0", "02:42:00:00:00:01", "", "bridge"},
        {"veth1a2b", "02:42:00:00:00:02", "", "veth", "docker0"}},
       "pass"},
      {"net.ifnames=0 and names that fit",
       {{scripts + "ifcfg-eth0", ifcfg("eth0")}},
       {eth0},
       "pass",
       "",
       {},
       "quiet net.ifnames=0\n"},
      {"a rule for an adapter that is gone, which hurts nobody",
       {{scripts + "ifcfg-eth0", ifcfg("eth0")}},
       {eth0},
       "pass",
       "",
       {{rules, rule("60:45:bd:00:00:01", "eth0")}}},
      {"ASR's netplan file beside the own one",
       {{netplan, "network:\n  ethernets:\n    ens192: {dhcp4: true}\n"},
        {"/etc/netplan/50-azure_migrate_dhcp.yaml",
         "network:\n  ethernets:\n    azure:\n      match: {driver: hv_netvsc}\n"
         "      dhcp4: true\n"}},
       {ens192},
       "pass"},
      {"no configuration at all", {}, {ens192}, "pass"},
      {"a backup of another name is no configuration",
       {{scripts + "ifcfg-ens192", ifcfg("ens192")},
        {scripts + "asr_nw/ifcfg-eth0", ifcfg("eth0")}},
       {ens192},
       "pass"},
  });
}

TEST_CASE("protected-vm.interface-names: what does not fit fails") {
  const std::string own_mac = "HWADDR=60:45:BD:00:00:01\n";
  check({
      {"HWADDR of the adapter in Azure",
       {{scripts + "ifcfg-ens192", ifcfg("ens192", own_mac)}},
       {ens192},
       "fail other-mac",
       "ens192 ens192 60:45:bd:00:00:01 (an address of Azure)"},
      {"netplan's match and set-name, written by cloud-init in Azure",
       {{netplan,
         "network:\n  ethernets:\n    eth0:\n      match: {macaddress: \"60:45:bd:00:00:01\"}\n"
         "      set-name: eth0\n      dhcp4: true\n"}},
       {ens192},
       "fail other-mac",
       "ens192 eth0 60:45:bd:00:00:01 (an address of Azure)"},
      {"systemd-networkd's [Match] MACAddress, of a machine before it was failed over",
       {{"/etc/systemd/network/10-lan.network",
         "[Match]\nMACAddress=00:0c:29:00:00:07\n[Network]\nDHCP=yes\n"}},
       {ens192},
       "fail other-mac",
       "ens192 mac 00:0c:29:00:00:07 00:0c:29:00:00:07 (an address of VMware)"},
      {"a keyfile's mac-address",
       {{connections + "lan", keyfile("[ethernet]\nmac-address=60:45:BD:00:00:01\n")}},
       {ens192},
       "fail other-mac",
       "ens192 mac 60:45:bd:00:00:01 60:45:bd:00:00:01 (an address of Azure)"},
      {"the adapter got the next name, because a rule keeps the first",
       {{scripts + "ifcfg-eth0", ifcfg("eth0")}},
       {eth1},
       "fail stale-rule",
       "eth1 eth0 60:45:bd:00:00:01 (an address of Azure)",
       {{rules, rule("60:45:bd:00:00:01", "eth0") + rule("00:50:56:00:00:02", "eth1")}}},
      {"old names by the kernel's command line",
       {{scripts + "ifcfg-ens192", ifcfg("ens192")}},
       {eth0},
       "fail old-names",
       "eth0 ens192 ",
       {},
       "quiet net.ifnames=0\n"},
      {"the same as a pattern",
       {{"/etc/systemd/network/10-lan.network", "[Match]\nName=en*\n[Network]\nDHCP=yes\n"}},
       {eth0},
       "fail old-names",
       "eth0 name en* ",
       {},
       "quiet net.ifnames=0\n"},
      {"another name, and nobody tells why",
       {{eni, "auto ens160\niface ens160 inet dhcp\n"}},
       {ens192},
       "fail renamed",
       "ens192 ens160 "},
      {"ASR's netplan file alone",
       {{"/etc/netplan/50-azure_migrate_dhcp.yaml",
         "network:\n  ethernets:\n    azure:\n      match: {driver: hv_netvsc}\n"
         "      dhcp4: true\n"}},
       {ens192},
       "fail azure-only",
       "ens192  "},
      {"ASR's ifcfg file alone",
       {{scripts + "ifcfg-eth0", "DEVICE=eth0\nDHCP=yes\nBOOTPROTO=dhcp\nONBOOT=yes\n"}},
       {ens192},
       "fail azure-only",
       "ens192  "},
  });
}

TEST_CASE("protected-vm.interface-names: what is not known") {
  OneHost azure = machine({}, {ens192});
  azure.with("host.platform", dmi_of_azure());
  CHECK(azure.verdict(protected_vm_interface_names).status == Status::skipped);
  CHECK(outcome(machine({}, {}).verdict(protected_vm_interface_names)) == "unknown not-found");
  // A file that cannot be read may be the one for the adapter.
  CHECK(outcome(machine({{"? " + scripts + "ifcfg-ens192", ""}}, {ens192})
                    .verdict(protected_vm_interface_names)) == "unknown denied");
  for (const char* question : {"network.configuration", "network.links", "network.link-devices",
                               "host.network-surroundings", "host.kernel-command-line"}) {
    CAPTURE(question);
    OneHost host = machine({{scripts + "ifcfg-ens192", ifcfg("ens192")}}, {ens192});
    CHECK(outcome(host.never_asked(question).verdict(protected_vm_interface_names)) ==
          "unknown not-collected");
  }
}
