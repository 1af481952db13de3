#include "kb/restore/repair.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/collectors/network/files.h"

using namespace fbd;

namespace {

const std::string scripts = "/etc/sysconfig/network-scripts/";
const std::string eni = "/etc/network/interfaces";
const std::string profile = "/etc/NetworkManager/system-connections/lan.nmconnection";
const std::string azure = "00:0d:3a:01:02:03", own = "00:50:56:00:00:01";

using Plan = Result<RestorePlan> (*)(const RepairInput&);

struct Case {
  const char* what;
  Plan plan;
  Verdict verdict;
  FileTexts files;
  std::string path;      // of the file that changes
  std::string expected;  // its new content; "-": it goes
  std::string keep = {};
  std::vector<std::string> dns = {};
};

RunningAddresses running() {
  return {{{"eth0", own, true, {}}, {"eth1", "00:50:56:00:00:02", true, {}}}};
}

Result<RestorePlan> planned(const Case& one, bool is_live, const NetworkSurroundings& around = {}) {
  const std::vector<TreeEntry> files = *read_tree(tree(one.files));
  const ConfiguredNetwork now = *read_configured_network(tree(one.files));
  const RunningAddresses addresses = running();
  RepairInput input{one.verdict, files, now, around};
  if (is_live) input.running = &addresses;
  input.keep = one.keep;
  input.dns = one.dns;
  return one.plan(input);
}

std::string content(const RestorePlan& plan, const std::string& path) {
  for (const FileChange& one : plan.files)
    if (one.path == path) return one.content.value_or("-");
  return "unchanged";
}

Verdict other_mac(const std::string& file, const std::string& interface) {
  return fail("other-mac", {{"adapter", "eth0"},
                            {"adapter_mac", own},
                            {"interface", interface},
                            {"mac", azure + " (an address of Azure)"},
                            {"file", file}});
}

Verdict renamed(const std::string& file) {
  return fail("renamed", {{"adapter", "eth0"}, {"interface", "ens192"}, {"file", file}});
}

Verdict two_routes(const std::string& first, const std::string& second) {
  return warn("two-configured", {{"first", "eth0"},
                                 {"first_gateway", "10.1.2.1"},
                                 {"first_file", first},
                                 {"second", "eth1"},
                                 {"second_gateway", "10.9.9.1"},
                                 {"second_file", second},
                                 {"used", "10.1.2.1 by eth0"}});
}

Verdict two_managers(const std::string& first, const std::string& second) {
  return warn("two-managers", {{"interface", "eth0"},
                               {"first", "a"},
                               {"first_file", first},
                               {"second", "b"},
                               {"second_file", second}});
}

std::string ifcfg(const std::string& name, const std::string& more) {
  return "DEVICE=" + name + "\nTYPE=Ethernet\nONBOOT=yes\nBOOTPROTO=none\n" + more;
}

const std::string address = "IPADDR=10.1.2.3\nPREFIX=24\n";
const std::string other_address = "IPADDR=10.9.9.3\nPREFIX=24\n";
const std::string yaml = "network:\n  version: 2\n  ethernets:\n";
const std::string yaml_eth0 =
    "    eth0:\n      addresses: [10.1.2.3/24]\n      gateway4: 10.1.2.1\n";
const std::string keyfile =
    "[connection]\nid=lan\ntype=ethernet\ninterface-name=eth1\n[ipv4]\nmethod=manual\n"
    "address1=10.9.9.3/24,10.9.9.1\n";

const Case cases[] = {
    {"HWADDR of an adapter that is gone",
     plan_names,
     other_mac(scripts + "ifcfg-eth0", "eth0"),
     {{scripts + "ifcfg-eth0", ifcfg("eth0", "HWADDR=00:0D:3A:01:02:03\n" + address)}},
     scripts + "ifcfg-eth0",
     ifcfg("eth0", "HWADDR=" + own + "\n" + address)},
    {"netplan by the address of an adapter that is gone",
     plan_names,
     other_mac("/etc/netplan/01.yaml", "eth0"),
     {{"/etc/netplan/01.yaml", yaml + "    lan:\n      match: {macaddress: \"" + azure +
                                   "\"}\n      set-name: eth0\n      addresses: [10.1.2.3/24]\n"}},
     "/etc/netplan/01.yaml",
     yaml + "    lan:\n      match: {macaddress: \"" + own +
         "\"}\n      set-name: eth0\n      addresses: [10.1.2.3/24]\n"},
    {"another name",
     plan_names,
     renamed(scripts + "ifcfg-ens192"),
     {{scripts + "ifcfg-ens192", ifcfg("ens192", address)}},
     scripts + "ifcfg-eth0",
     ifcfg("eth0", address)},
    {"and the file of the old name goes",
     plan_names,
     renamed(scripts + "ifcfg-ens192"),
     {{scripts + "ifcfg-ens192", ifcfg("ens192", address)}},
     scripts + "ifcfg-ens192",
     "-"},
    {"another name in interfaces",
     plan_names,
     renamed(eni),
     {{eni, "auto ens192\niface ens192 inet static\n address 10.1.2.3/24\n"}},
     eni,
     "auto eth0\niface eth0 inet static\n address 10.1.2.3/24\n"},
    {"two gateways in ifcfg files",
     plan_gateways,
     two_routes(scripts + "ifcfg-eth0", scripts + "ifcfg-eth1"),
     {{scripts + "ifcfg-eth0", ifcfg("eth0", address + "GATEWAY=10.1.2.1\n")},
      {scripts + "ifcfg-eth1", ifcfg("eth1", other_address + "GATEWAY=10.9.9.1\n")}},
     scripts + "ifcfg-eth1",
     ifcfg("eth1", other_address + "DEFROUTE=no\n")},
    {"a person says which is to stay",
     plan_gateways,
     two_routes(scripts + "ifcfg-eth0", scripts + "ifcfg-eth1"),
     {{scripts + "ifcfg-eth0", ifcfg("eth0", address + "GATEWAY=10.1.2.1\n")},
      {scripts + "ifcfg-eth1", ifcfg("eth1", other_address + "GATEWAY=10.9.9.1\n")}},
     scripts + "ifcfg-eth0",
     ifcfg("eth0", address + "DEFROUTE=no\n"),
     "eth1"},
    {"two gateways in a netplan file",
     plan_gateways,
     two_routes("/etc/netplan/01.yaml", "/etc/netplan/01.yaml"),
     {{"/etc/netplan/01.yaml",
       yaml + yaml_eth0 +
           "    eth1:\n      addresses: [10.9.9.3/24]\n      routes:\n        - to: default\n"
           "          via: 10.9.9.1\n"}},
     "/etc/netplan/01.yaml",
     yaml + yaml_eth0 + "    eth1:\n      addresses: [10.9.9.3/24]\n"},
    {"a profile beside it",
     plan_gateways,
     two_routes(eni, profile),
     {{eni, "auto eth0\niface eth0 inet static\n address 10.1.2.3/24\n gateway 10.1.2.1\n"},
      {profile, keyfile}},
     profile,
     "[connection]\nid=lan\ntype=ethernet\ninterface-name=eth1\n[ipv4]\nnever-default=true\n"
     "method=manual\naddress1=10.9.9.3/24,10.9.9.1\n"},
    {"interfaces",
     plan_gateways,
     two_routes(eni, eni),
     {{eni,
       "auto eth0 eth1\niface eth0 inet static\n address 10.1.2.3/24\n gateway 10.1.2.1\n"
       "iface eth1 inet static\n address 10.9.9.3/24\n gateway 10.9.9.1\n"}},
     eni,
     "auto eth0 eth1\niface eth0 inet static\n address 10.1.2.3/24\n gateway 10.1.2.1\n"
     "iface eth1 inet static\n address 10.9.9.3/24\n"},
    {"systemd-networkd",
     plan_gateways,
     two_routes("/etc/systemd/network/0.network", "/etc/systemd/network/1.network"),
     {{"/etc/systemd/network/0.network",
       "[Match]\nName=eth0\n[Network]\nAddress=10.1.2.3/24\nGateway=10.1.2.1\n"},
      {"/etc/systemd/network/1.network",
       "[Match]\nName=eth1\n[Network]\nAddress=10.9.9.3/24\n[Route]\nGateway=10.9.9.1\n"}},
     "/etc/systemd/network/1.network",
     "[Match]\nName=eth1\n[Network]\nAddress=10.9.9.3/24\n"},
    {"two managers: the static one stays",
     plan_managers,
     two_managers(eni, "/etc/systemd/network/0.network"),
     {{eni, "auto eth0\niface eth0 inet static\n address 10.1.2.3/24\n"},
      {"/etc/systemd/network/0.network", "[Match]\nName=eth0\n[Network]\nDHCP=yes\n"}},
     "/etc/systemd/network/0.network",
     "-"},
    {"two managers: a stanza is taken out",
     plan_managers,
     two_managers(eni, "/etc/netplan/01.yaml"),
     {{eni, "auto lo eth0\niface lo inet loopback\niface eth0 inet dhcp\n"},
      {"/etc/netplan/01.yaml", yaml + yaml_eth0}},
     eni,
     "auto lo\niface lo inet loopback\n"},
    {"two managers: a definition is taken out",
     plan_managers,
     two_managers(eni, "/etc/netplan/01.yaml"),
     {{eni, "auto eth0\niface eth0 inet static\n address 10.1.2.3/24\n"},
      {"/etc/netplan/01.yaml", yaml + "    eth0:\n      dhcp4: true\n    eth1: {dhcp4: true}\n"}},
     "/etc/netplan/01.yaml",
     yaml + "    eth1: {dhcp4: true}\n"},
    {"Azure's file keeps all others from being read",
     plan_managers,
     fail("refused",
          {{"file", "/etc/netplan/50-azure_migrate_dhcp.yaml"}, {"reason", "by driver"}}),
     {{"/etc/netplan/50-azure_migrate_dhcp.yaml",
       "network:\n  version: 2\n  renderer: NetworkManager\n  ethernets:\n    ephemeral:\n"
       "      match: {driver: hv_netvsc}\n      dhcp4: true\n"}},
     "/etc/netplan/50-azure_migrate_dhcp.yaml",
     "-"},
    {"no name server",
     plan_servers,
     fail("empty", {}),
     {{eni, "auto eth0\niface eth0 inet static\n address 10.1.2.3/24\n"}},
     "/etc/resolv.conf",
     "# Written by failback-doctor.\nnameserver 10.1.2.53\n",
     "",
     {"10.1.2.53"}},
    {"what Site Recovery moved aside",
     plan_servers,
     fail("empty", {}),
     {{"/etc/resolv.conf-INMAGE-ORG", "search corp.example\nnameserver 10.1.2.53\n"}},
     "/etc/resolv.conf",
     "# Written by failback-doctor.\nnameserver 10.1.2.53\n"},
    {"Azure's server in a profile",
     plan_servers,
     fail("azure-server", {{"server", "168.63.129.16"}, {"file", profile}}),
     {{profile, keyfile + "dns=168.63.129.16;\n"}},
     profile,
     keyfile + "dns=10.1.2.53;\n",
     "",
     {"10.1.2.53"}},
};

}  // namespace

TEST_CASE("small changes against findings, as the readers take them") {
  for (const Case& one : cases) {
    const std::string what = one.what;
    CAPTURE(what);
    const Result<RestorePlan> plan = planned(one, true);
    if (!plan) FAIL_CHECK(plan.error().message);
    if (!plan) continue;
    CHECK(content(*plan, one.path) == one.expected);
    // On a mounted disk the same files change, and nothing is run.
    const Result<RestorePlan> of_disk = planned(one, false);
    if (!of_disk) FAIL_CHECK(of_disk.error().message);
    if (!of_disk) continue;
    CHECK(content(*of_disk, one.path) == one.expected);
    CHECK(of_disk->before.size() + of_disk->after.size() + of_disk->undo.size() == 0);
  }
}

TEST_CASE("a rule that keeps the name for an adapter that is gone") {
  const std::string rules = "/etc/udev/rules.d/70-persistent-net.rules";
  const std::string line0 = "SUBSYSTEM==\"net\", ATTR{address}==\"" + azure + "\", NAME=\"eth0\"\n";
  const std::string line1 = "SUBSYSTEM==\"net\", ATTR{address}==\"" + own + "\", NAME=\"eth1\"\n";
  NetworkSurroundings around;
  around.naming_rules = {{rules, 2, azure, "", "eth0"}, {rules, 3, own, "", "eth1"}};
  const Case one{"",
                 plan_names,
                 fail("stale-rule", {{"adapter", "eth1"},
                                     {"adapter_mac", own},
                                     {"interface", "eth0"},
                                     {"mac", azure + " (an address of Azure)"},
                                     {"file", scripts + "ifcfg-eth0"},
                                     {"rule", rules}}),
                 {{rules, "# by the generator\n" + line0 + line1},
                  {scripts + "ifcfg-eth0", ifcfg("eth0", address)}},
                 "",
                 ""};
  const Result<RestorePlan> plan = planned(one, true, around);
  REQUIRE(plan);
  CHECK(content(*plan, rules) ==
        "# by the generator\nSUBSYSTEM==\"net\", ATTR{address}==\"" + own + "\", NAME=\"eth0\"\n");
  REQUIRE(!plan->after.empty());
  CHECK(plan->after.front() == "ip link set dev eth1 down && ip link set dev eth1 name eth0");
  REQUIRE(plan->expected.size() == 1);
  CHECK(plan->expected[0].interface == "eth0");
}

TEST_CASE("what cannot be told is left to a person, who is told how to say it") {
  const Case routes{"",
                    plan_gateways,
                    warn("two-equal", {{"first", "eth0"}, {"second", "eth1"}, {"metric", "0"}}),
                    {{eni, "auto eth0\niface eth0 inet dhcp\n"}},
                    "",
                    ""};
  CHECK(planned(routes, true).error().message ==
        "which of eth0 and eth1 leads everywhere else? Say it with --keep");
  const Case servers{"", plan_servers, fail("empty", {}), {{eni, "auto eth0\n"}}, "", ""};
  CHECK(planned(servers, true).error().message.ends_with("say which with --dns"));
}

TEST_CASE("Site Recovery's markers go first") {
  Case one = cases[0];
  one.files["/etc/vxagent/setazureip"] = "";
  const Result<RestorePlan> plan = planned(one, true);
  REQUIRE(plan);
  CHECK(plan->files.front().path == "/etc/vxagent/setazureip");
}
