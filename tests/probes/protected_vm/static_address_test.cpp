#include "collectors/network/network_baseline.h"
#include "tests/collectors/network/files.h"
#include "tests/probes/agent/answers.h"

namespace fbd {
extern const Probe protected_vm_static_address;
}
using namespace fbd;

namespace {

const std::string scripts = "/etc/sysconfig/network-scripts/";
const std::string suse = "/etc/sysconfig/network/";
const std::string eni = "/etc/network/interfaces";
const std::string lan = "/etc/NetworkManager/system-connections/lan";

std::string fixed(const std::string& device, const std::string& address = "10.1.2.3") {
  return "DEVICE=" + device + "\nBOOTPROTO=none\nIPADDR=" + address + "\nPREFIX=24\n";
}
std::string dhcp(const std::string& device) { return "DEVICE=" + device + "\nBOOTPROTO=dhcp\n"; }
std::string by_failover(const std::string& device) { return dhcp(device) + "DHCP=yes\n"; }

const std::string profile =
    "[connection]\ntype=ethernet\ninterface-name=ens192\n[ipv4]\nmethod=manual\n"
    "address1=10.1.2.3/24,10.1.2.1\n";

/// "ens192 10.1.2.3 10.1.2.9*; ens224 down": a star is a lease, "down" without carrier.
std::string running(const std::string& state) {
  std::string json = R"([{"ifname":"lo","flags":["LOOPBACK","UP","LOWER_UP"],"addr_info":[)"
                     R"({"family":"inet","local":"127.0.0.1","prefixlen":8}]})";
  std::size_t at = 0;
  int number = 0;
  while (at < state.size()) {
    const std::size_t end = std::min(state.find("; ", at), state.size());
    std::vector<std::string> words;
    std::string word;
    for (char c : state.substr(at, end - at) + " ") {
      if (c != ' ')
        word += c;
      else if (!word.empty())
        words.push_back(std::exchange(word, ""));
    }
    at = end + 2;
    bool up = true;
    std::string addresses;
    for (std::size_t i = 1; i < words.size(); ++i) {
      if (words[i] == "down") {
        up = false;
        continue;
      }
      const bool lease = words[i].back() == '*';
      if (lease) words[i].pop_back();
      const bool v6 = words[i].find(':') != std::string::npos;
      addresses += std::string(addresses.empty() ? "" : ",") + "{\"family\":\"" +
                   (v6 ? "inet6" : "inet") + "\",\"local\":\"" + words[i] +
                   "\",\"prefixlen\":" + (v6 ? "64" : "24") +
                   (lease ? ",\"dynamic\":true,\"valid_life_time\":600" : "") + "}";
    }
    json += ",{\"ifname\":\"" + words[0] + "\",\"flags\":[\"UP\"" + (up ? ",\"LOWER_UP\"" : "") +
            "],\"link_type\":\"ether\",\"address\":" + "\"00:50:56:00:00:0" +
            std::to_string(++number) + "\",\"addr_info\":[" + addresses + "]}";
  }
  return json + "]";
}

OneHost machine(const FileTexts& files, const std::string& state) {
  OneHost host;
  host.with("host.platform", dmi_of_vmware())
      .with("network.configuration", tree(files))
      .with("network.addresses", running(state))
      .without("network.baseline");
  return host;
}

struct Case {
  const char* what;
  FileTexts files;
  const char* running;
  const char* outcome;
  const char* values = "";  // interface, configured, running, file
};

void check(std::initializer_list<Case> cases) {
  for (const Case& one : cases) {
    CAPTURE(one.what);
    const Verdict verdict = machine(one.files, one.running).verdict(protected_vm_static_address);
    CHECK(outcome(verdict) == one.outcome);
    CAPTURE((verdict.reason ? verdict.reason->message : ""));
    if (verdict.status == Status::fail)
      CHECK(value(verdict, "interface") + " " + value(verdict, "configured") + " " +
                value(verdict, "running") + " " + value(verdict, "file") ==
            one.values);
    check_is_declared(protected_vm_static_address, verdict);
  }
}

}  // namespace

TEST_CASE("protected-vm.static-address: today's configuration against what runs") {
  check({
      {"static, and it runs",
       {{scripts + "ifcfg-ens192", fixed("ens192")}},
       "ens192 10.1.2.3",
       "pass"},
      {"no static address at all",
       {{scripts + "ifcfg-ens192", dhcp("ens192")}},
       "ens192 10.1.2.50*",
       "pass"},
      {"static, and a lease in its place",
       {{scripts + "ifcfg-ens192", fixed("ens192")}},
       "ens192 10.1.2.50*",
       "fail on-dhcp",
       "ens192 10.1.2.3/24 10.1.2.50/24 /etc/sysconfig/network-scripts/ifcfg-ens192"},
      {"the lease is the static address: a reservation",
       {{scripts + "ifcfg-ens192", fixed("ens192")}},
       "ens192 10.1.2.3*",
       "pass"},
      {"the profile that stayed, and ASR's file that wins",
       {{lan, profile}, {scripts + "ifcfg-ens192", by_failover("ens192")}},
       "ens192 10.1.2.50*",
       "fail on-dhcp",
       "ens192 10.1.2.3/24 10.1.2.50/24 /etc/NetworkManager/system-connections/lan"},
      {"the same, with a client that tells no lifetime",
       {{lan, profile}, {scripts + "ifcfg-ens192", by_failover("ens192")}},
       "ens192 10.1.2.50",
       "fail on-dhcp",
       "ens192 10.1.2.3/24 10.1.2.50/24 /etc/NetworkManager/system-connections/lan"},
      {"the same files, and the profile wins",
       {{lan, profile}, {scripts + "ifcfg-ens192", by_failover("ens192")}},
       "ens192 10.1.2.3",
       "pass"},
      {"another address, and no lease: nobody knows where it is from",
       {{scripts + "ifcfg-ens192", fixed("ens192")}},
       "ens192 10.1.2.50",
       "unknown not-found"},
      {"the interface has no address",
       {{scripts + "ifcfg-ens192", fixed("ens192")}},
       "ens192",
       "unknown not-found"},
      {"the interface has no carrier",
       {{scripts + "ifcfg-ens192", fixed("ens192")}},
       "ens192 down",
       "unknown not-found"},
      {"there is no such interface",
       {{scripts + "ifcfg-ens192", fixed("ens192")}},
       "eth0 10.1.2.50*",
       "unknown not-found"},
      {"the address runs under another name",
       {{scripts + "ifcfg-ens192", fixed("ens192")}},
       "eth0 10.1.2.3",
       "pass"},
      {"it is not brought up at boot",
       {{scripts + "ifcfg-ens192", fixed("ens192") + "ONBOOT=no\n"}},
       "ens192 10.1.2.50*",
       "pass"},
      {"two files, static and DHCP, and nobody wrote the second for a failover",
       {{scripts + "ifcfg-ens192", dhcp("ens192")}, {lan, profile}},
       "ens192 10.1.2.50*",
       "unknown not-found"},
      {"two profiles, of which the other is in use",
       {{scripts + "ifcfg-a", fixed("ens192")}, {scripts + "ifcfg-b", fixed("ens192", "10.1.9.3")}},
       "ens192 10.1.9.3",
       "pass"},
      {"an alias, and its interface on DHCP by design",
       {{scripts + "ifcfg-eth0", dhcp("eth0")},
        {scripts + "ifcfg-eth0:1", "DEVICE=eth0:1\nIPADDR=10.1.2.4\nPREFIX=24\n"}},
       "eth0 10.1.2.50* 10.1.2.4",
       "pass"},
      {"two addresses, and one is gone",
       {{scripts + "ifcfg-eth0", fixed("eth0") + "IPADDR1=10.1.2.4\nPREFIX1=24\n"}},
       "eth0 10.1.2.3",
       "unknown not-found"},
      {"two interfaces, one on DHCP by design",
       {{scripts + "ifcfg-eth0", fixed("eth0")}, {scripts + "ifcfg-eth1", dhcp("eth1")}},
       "eth0 10.1.2.3; eth1 192.0.2.9*",
       "pass"},
      {"two interfaces, and the static one lost it",
       {{scripts + "ifcfg-eth0", fixed("eth0")}, {scripts + "ifcfg-eth1", dhcp("eth1")}},
       "eth0 10.1.2.50*; eth1 192.0.2.9*",
       "fail on-dhcp",
       "eth0 10.1.2.3/24 10.1.2.50/24 /etc/sysconfig/network-scripts/ifcfg-eth0"},
      {"a lifetime of IPv6 is a router's business",
       {{scripts + "ifcfg-eth0", fixed("eth0")}},
       "eth0 10.1.2.3 2001:db8::7*",
       "pass"},
      {"ifupdown",
       {{eni, "auto eth0\niface eth0 inet static\n address 10.1.2.3/24\n"}},
       "eth0 10.1.2.50*",
       "fail on-dhcp",
       "eth0 10.1.2.3/24 10.1.2.50/24 /etc/network/interfaces"},
      {"chosen by its MAC address",
       {{lan,
         "[connection]\ntype=ethernet\n[ethernet]\nmac-address=00:50:56:00:00:01\n"
         "[ipv4]\nmethod=manual\naddress1=10.1.2.3/24\n"}},
       "eth0 10.1.2.50*",
       "fail on-dhcp",
       "eth0 10.1.2.3/24 10.1.2.50/24 /etc/NetworkManager/system-connections/lan"},
      {"for any interface",
       {{lan, "[connection]\ntype=ethernet\n[ipv4]\nmethod=manual\naddress1=10.1.2.3/24\n"}},
       "eth0 10.1.2.50*",
       "unknown not-found"},
      // RHEL says static, SUSE says no IP at all.
      {"BOOTPROTO=none on SUSE",
       {{suse + "ifcfg-eth0", "BOOTPROTO=none\nSTARTMODE=auto\nIPADDR=10.1.2.3/24\n"}},
       "eth0 10.1.2.50*",
       "pass"},
      {"no configuration", {}, "eth0 10.1.2.50", "unknown not-found"},
      {"one that cannot be read",
       {{scripts + "ifcfg-eth0", "DEVICE=eth0\nIPADDR=$IP\n"}},
       "eth0 10.1.2.3",
       "unknown malformed"},
      {"one that nobody may read",
       {{"? /etc/NetworkManager/system-connections", ""}, {scripts + "ifcfg-eth0", fixed("eth0")}},
       "eth0 10.1.2.3",
       "unknown denied"},
      {"one that cannot be read, and one that lost its address",
       {{scripts + "ifcfg-eth0", "DEVICE=eth0\nIPADDR=$IP\n"},
        {scripts + "ifcfg-eth1", fixed("eth1")}},
       "eth0 10.1.9.9; eth1 10.1.2.50*",
       "fail on-dhcp",
       "eth1 10.1.2.3/24 10.1.2.50/24 /etc/sysconfig/network-scripts/ifcfg-eth1"},
  });
}

TEST_CASE("protected-vm.static-address: what Site Recovery kept against what runs") {
  const std::string kept = scripts + "asr_nw/ifcfg-eth0";
  const std::string live = scripts + "ifcfg-eth0";
  check({
      {"static once, DHCP now",
       {{kept, fixed("eth0")}, {live, by_failover("eth0")}},
       "eth0 10.1.2.50*",
       "fail replaced-by-dhcp",
       "eth0 10.1.2.3/24 10.1.2.50/24 /etc/sysconfig/network-scripts/asr_nw/ifcfg-eth0"},
      {"the same without a lifetime",
       {{kept, fixed("eth0")}, {live, by_failover("eth0")}},
       "eth0 10.1.2.50",
       "fail replaced-by-dhcp",
       "eth0 10.1.2.3/24 10.1.2.50/24 /etc/sysconfig/network-scripts/asr_nw/ifcfg-eth0"},
      {"on DHCP, and no address yet",
       {{kept, fixed("eth0")}, {live, by_failover("eth0")}},
       "eth0",
       "pass"},
      {"the DHCP server gives the old address",
       {{kept, fixed("eth0")}, {live, by_failover("eth0")}},
       "eth0 10.1.2.3*",
       "pass"},
      {"the backup of a second failover is itself DHCP",
       {{kept, by_failover("eth0")}, {live, by_failover("eth0")}},
       "eth0 10.1.2.50*",
       "pass"},
      {"put back by hand", {{kept, fixed("eth0")}, {live, fixed("eth0")}}, "eth0 10.1.2.3", "pass"},
      {"a new static address by hand",
       {{kept, fixed("eth0")}, {live, fixed("eth0", "10.1.7.7")}},
       "eth0 10.1.7.7",
       "pass"},
      {"a file that nothing brought up at boot",
       {{kept, fixed("eth0") + "ONBOOT=no\n"}, {live, by_failover("eth0")}},
       "eth0 10.1.2.50*",
       "pass"},
      {"the second backup, of DHCP, beside the first",
       {{kept, fixed("eth0")},
        {scripts + "inmage_nw/ifcfg-eth0", by_failover("eth0")},
        {live, by_failover("eth0")}},
       "eth0 10.1.2.50*",
       "fail replaced-by-dhcp",
       "eth0 10.1.2.3/24 10.1.2.50/24 /etc/sysconfig/network-scripts/asr_nw/ifcfg-eth0"},
      {"the name changed",
       {{scripts + "asr_nw/ifcfg-ens192", fixed("ens192")}, {live, by_failover("eth0")}},
       "eth0 10.1.2.50*",
       "fail replaced-by-dhcp",
       "eth0 10.1.2.3/24 10.1.2.50/24 /etc/sysconfig/network-scripts/asr_nw/ifcfg-ens192"},
      {"the name changed, and a new static address by hand",
       {{scripts + "asr_nw/ifcfg-ens192", fixed("ens192")}, {live, fixed("eth0", "10.1.7.7")}},
       "eth0 10.1.7.7",
       "pass"},
      {"two names changed, one was on DHCP by design, the other has a new address by hand",
       {{scripts + "asr_nw/ifcfg-ens192", fixed("ens192")},
        {scripts + "asr_nw/ifcfg-ens224", dhcp("ens224")},
        {live, fixed("eth0", "10.1.7.7")},
        {scripts + "ifcfg-eth1", dhcp("eth1")}},
       "eth0 10.1.7.7; eth1 192.0.2.9*",
       "pass"},
      {"two names changed, one was on DHCP by design, now both are",
       {{scripts + "asr_nw/ifcfg-ens192", fixed("ens192")},
        {scripts + "asr_nw/ifcfg-ens224", dhcp("ens224")},
        {live, by_failover("eth0")},
        {scripts + "ifcfg-eth1", by_failover("eth1")}},
       "eth0 10.1.2.50*; eth1 192.0.2.9*",
       "fail replaced-by-dhcp",
       "eth0 10.1.2.3/24 10.1.2.50/24 /etc/sysconfig/network-scripts/asr_nw/ifcfg-ens192"},
      {"two interfaces, one on DHCP by design then and now",
       {{kept, fixed("eth0")},
        {scripts + "asr_nw/ifcfg-eth1", dhcp("eth1")},
        {live, fixed("eth0")},
        {scripts + "ifcfg-eth1", dhcp("eth1")}},
       "eth0 10.1.2.3; eth1 192.0.2.9*",
       "pass"},
      {"an older backup, and a profile that is in use beside ASR's file",
       {{scripts + "asr_nw/ifcfg-ens192", fixed("ens192", "10.1.9.9")},
        {lan, profile},
        {scripts + "ifcfg-ens192", by_failover("ens192")}},
       "ens192 10.1.2.3",
       "pass"},
      {"one name changed and has a new address by hand, the other is on DHCP by design",
       {{scripts + "asr_nw/ifcfg-ens192", fixed("ens192")},
        {scripts + "asr_nw/ifcfg-eth1", dhcp("eth1")},
        {live, fixed("eth0", "10.1.7.7")},
        {scripts + "ifcfg-eth1", by_failover("eth1")}},
       "eth0 10.1.7.7; eth1 192.0.2.9*",
       "pass"},
      {"the name changed, and a second backup of it is Site Recovery's own",
       {{scripts + "asr_nw/ifcfg-ens192", fixed("ens192")},
        {scripts + "inmage_nw/ifcfg-ens192", by_failover("ens192")},
        {live, by_failover("eth0")}},
       "eth0 10.1.2.50*",
       "fail replaced-by-dhcp",
       "eth0 10.1.2.3/24 10.1.2.50/24 /etc/sysconfig/network-scripts/asr_nw/ifcfg-ens192"},
      {"the DHCP server gives one of the old addresses",
       {{kept, fixed("eth0") + "IPADDR1=10.1.2.4\nPREFIX1=24\n"}, {live, by_failover("eth0")}},
       "eth0 10.1.2.4*",
       "pass"},
      {"Debian",
       {{eni, "auto eth0\niface eth0 inet dhcp\n"},
        {eni + "-INMAGE-ORG", "auto eth0\niface eth0 inet static\n address 10.1.2.3/24\n"}},
       "eth0 10.1.2.50*",
       "fail replaced-by-dhcp",
       "eth0 10.1.2.3/24 10.1.2.50/24 /etc/network/interfaces-INMAGE-ORG"},
      {"Debian, by the other script",
       {{eni, "auto eth0\niface eth0 inet dhcp\n"},
        {eni + ".bck_azure_sms", "auto eth0\niface eth0 inet static\n address 10.1.2.3/24\n"}},
       "eth0 10.1.2.50*",
       "fail replaced-by-dhcp",
       "eth0 10.1.2.3/24 10.1.2.50/24 /etc/network/interfaces.bck_azure_sms"},
      {"SUSE",
       {{suse + "ifcfg-eth0", "BOOTPROTO='dhcp'\nMTU='' \nSTARTMODE='onboot'\n"},
        {suse + "asr_nw/ifcfg-eth0", "STARTMODE='auto'\nIPADDR='10.1.2.3/24'\n"}},
       "eth0 10.1.2.50",
       "fail replaced-by-dhcp",
       "eth0 10.1.2.3/24 10.1.2.50/24 /etc/sysconfig/network/asr_nw/ifcfg-eth0"},
      {"a backup that cannot be read, and DHCP",
       {{kept, "DEVICE=eth0\nIPADDR=$IP\n"}, {live, by_failover("eth0")}},
       "eth0 10.1.2.50*",
       "unknown malformed"},
      {"a backup that cannot be read, and no DHCP",
       {{kept, "DEVICE=eth0\nIPADDR=$IP\n"}, {live, fixed("eth0")}},
       "eth0 10.1.2.3",
       "pass"},
      {"a bridge and a container beside it",
       {{kept, fixed("eth0")}, {live, fixed("eth0")}},
       "eth0 10.1.2.3; docker0 172.17.0.1; veth1",
       "pass"},
  });
}

TEST_CASE("protected-vm.static-address: an unknown verdict says what is known") {
  struct Known {
    const char* running;
    const char* but;
  };
  const Known cases[] = {
      {"eth0 down", "eth0 is down"},
      {"eth0", "eth0 has no IPv4 address"},
      {"eth0 10.1.2.50", "eth0 has 10.1.2.50/24, and whether that came from DHCP is not known"},
      {"eth1 10.1.2.50*", "no interface of this machine is the one meant"},
  };
  for (const Known& one : cases) {
    CAPTURE(one.running);
    const Verdict verdict = machine({{scripts + "ifcfg-eth0", fixed("eth0")}}, one.running)
                                .verdict(protected_vm_static_address);
    REQUIRE(verdict.reason);
    CHECK(verdict.reason->message ==
          std::string("vm01: /etc/sysconfig/network-scripts/ifcfg-eth0 gives 10.1.2.3/24, which is "
                      "not there: ") +
              one.but);
  }
}

TEST_CASE("protected-vm.static-address: Ubuntu with netplan gets its address back by itself") {
  const FileTexts files{
      {"/etc/netplan/01.yaml", "network: {ethernets: {ens192: {addresses: [10.1.2.3/24]}}}"},
      {"/etc/netplan/50-azure_migrate_dhcp.yaml",
       "network: {ethernets: {azure: {match: {driver: hv_netvsc}, dhcp4: true}}}"}};
  CHECK(outcome(machine(files, "ens192 10.1.2.3").verdict(protected_vm_static_address)) == "pass");
  CHECK(outcome(machine(files, "ens192 10.1.2.50*").verdict(protected_vm_static_address)) ==
        "fail on-dhcp");
}

TEST_CASE("protected-vm.static-address: an older bundle, then the site file, after all others") {
  const auto kept = [](const std::string& ifcfg) {
    const std::vector<TreeEntry> files{
        {TreeEntry::Kind::file, 0644, {}, scripts + "ifcfg-ens192", ifcfg}};
    return write_baseline({"vm01", std::chrono::sys_seconds{}, files, {}}, "null");
  };
  const std::string older = kept(fixed("ens192", "10.1.2.7"));
  const FileTexts plain{{scripts + "ifcfg-ens192", dhcp("ens192")}};
  const FileTexts with_copy{{scripts + "ifcfg-ens192", by_failover("ens192")},
                            {scripts + "asr_nw/ifcfg-ens192", fixed("ens192")}};
  struct Source {
    const char* what;
    FileTexts files;
    std::string baseline, older;
    std::vector<std::string> site_file;
    const char* running;
    const char* outcome;
    const char* configured;
  };
  const Source cases[] = {
      {"nobody says anything", plain, "", "", {}, "ens192 10.1.2.50*", "pass", ""},
      {"the older bundle",
       plain,
       "",
       older,
       {},
       "ens192 10.1.2.50*",
       "fail changed-since-bundle",
       "10.1.2.7/24"},
      {"under another name",
       {{scripts + "ifcfg-eth0", dhcp("eth0")}},
       "",
       older,
       {},
       "eth0 10.1.2.50*",
       "fail changed-since-bundle",
       "10.1.2.7/24"},
      {"the older bundle, and it runs", plain, "", older, {}, "ens192 10.1.2.7", "pass", ""},
      {"the older bundle was on DHCP as well",
       plain,
       "",
       kept(dhcp("ens192")),
       {},
       "ens192 10.1.2.50*",
       "pass",
       ""},
      {"the older bundle and the site file",
       plain,
       "",
       older,
       {"10.1.2.8/24"},
       "ens192 10.1.2.50*",
       "fail changed-since-bundle",
       "10.1.2.7/24"},
      {"the site file",
       plain,
       "",
       "",
       {"10.1.2.8/24", "10.1.2.50/24"},
       "ens192 10.1.2.50*",
       "fail other-than-site-file",
       "10.1.2.8/24"},
      {"the site file, without DHCP",
       plain,
       "",
       "",
       {"10.1.2.8/24"},
       "ens192 10.1.2.50",
       "fail other-than-site-file",
       "10.1.2.8/24"},
      {"the site file, with another prefix",
       plain,
       "",
       "",
       {"10.1.2.8/16"},
       "ens192 10.1.2.8",
       "fail other-than-site-file",
       "10.1.2.8/16"},
      {"the site file, and it runs", plain, "", "", {"10.1.2.8/24"}, "ens192 10.1.2.8", "pass", ""},
      {"Site Recovery's copy before the older bundle",
       with_copy,
       "",
       older,
       {"10.1.2.8/24"},
       "ens192 10.1.2.50*",
       "fail replaced-by-dhcp",
       "10.1.2.3/24"},
      {"the baseline before all",
       with_copy,
       kept(fixed("ens192", "10.1.2.6")),
       older,
       {"10.1.2.8/24"},
       "ens192 10.1.2.50*",
       "fail changed-since-baseline",
       "10.1.2.6/24"},
  };
  for (const Source& one : cases) {
    CAPTURE(std::string(one.what));
    OneHost host = machine(one.files, one.running);
    if (!one.baseline.empty()) host.with("network.baseline", one.baseline);
    if (!one.older.empty()) {
      host.site.before = "/root/old.tar.zst";
      host.with("network.earlier", one.older);
    }
    host.site.hosts.front().addresses = one.site_file;
    const Verdict verdict = host.verdict(protected_vm_static_address);
    CHECK(outcome(verdict) == one.outcome);
    CHECK(value(verdict, "configured") == one.configured);
    check_is_declared(protected_vm_static_address, verdict);
  }
  // Given and not recorded is not the same as not given.
  OneHost host = machine(plain, "ens192 10.1.2.50*");
  host.site.before = "/root/old.tar.zst";
  CHECK(outcome(host.verdict(protected_vm_static_address)) == "unknown not-collected");
  host.with("network.earlier", "{}");
  CHECK(outcome(host.verdict(protected_vm_static_address)) == "unknown malformed");
}

TEST_CASE("protected-vm.static-address: in Azure DHCP is as it should be") {
  const Verdict verdict = machine({{scripts + "asr_nw/ifcfg-eth0", fixed("eth0")},
                                   {scripts + "ifcfg-eth0", by_failover("eth0")}},
                                  "eth0 10.1.2.50*")
                              .with("host.platform", dmi_of_azure())
                              .verdict(protected_vm_static_address);
  CHECK(verdict.status == Status::skipped);
}

TEST_CASE("protected-vm.static-address: no evidence is no pass") {
  const FileTexts files{{scripts + "ifcfg-eth0", fixed("eth0")}};
  const OneHost host = machine(files, "eth0 10.1.2.3");
  CHECK(value(host.verdict(protected_vm_static_address), "static") == "10.1.2.3/24");
  for (const char* question : {"network.configuration", "network.addresses", "host.platform"}) {
    CAPTURE(question);
    CHECK(outcome(OneHost(host).never_asked(question).verdict(protected_vm_static_address)) ==
          "unknown not-collected");
  }
  CHECK(outcome(OneHost(host)
                    .without("network.configuration", ErrorKind::denied)
                    .verdict(protected_vm_static_address)) == "unknown denied");
  CHECK(outcome(OneHost(host)
                    .without("host.platform", ErrorKind::denied)
                    .verdict(protected_vm_static_address)) == "unknown denied");
  // No DMI is not Azure.
  CHECK(outcome(OneHost(host).with("host.platform", "").verdict(protected_vm_static_address)) ==
        "pass");
  // No "ip", in neither form; and one that only knows the old form.
  OneHost old = OneHost(host).without("network.addresses", ErrorKind::failed);
  CHECK(outcome(old.verdict(protected_vm_static_address)) == "unknown not-collected");
  CHECK(outcome(
            OneHost(old).without("network.addresses-text").verdict(protected_vm_static_address)) ==
        "unknown failed");
  CHECK(outcome(OneHost(old)
                    .with("network.addresses-text",
                          "2: eth0    inet 10.1.2.3/24 brd 10.1.2.255 scope global eth0\n")
                    .verdict(protected_vm_static_address)) == "pass");
}
