#include <doctest/doctest.h>
#include <fmt/format.h>

#include "kb/restore/restore_plan.h"
#include "tests/collectors/network/files.h"

using namespace fbd;

namespace {

const std::string scripts = "/etc/sysconfig/network-scripts/";
const std::string suse = "/etc/sysconfig/network/";
const std::string eni = "/etc/network/interfaces";
const std::string profile = "/etc/NetworkManager/system-connections/lan.nmconnection";

const std::string static_ifcfg =
    "DEVICE=eth0\nBOOTPROTO=none\nONBOOT=yes\nIPADDR=10.1.2.3\nPREFIX=24\nGATEWAY=10.1.2.1\n";
const std::string dhcp_ifcfg = "DEVICE=eth0\nONBOOT=yes\nDHCP=yes\nBOOTPROTO=dhcp\n";
const std::string static_profile =
    "[connection]\nid=lan\ntype=ethernet\ninterface-name=eth0\n[ipv4]\nmethod=manual\n"
    "address1=10.1.2.3/24,10.1.2.1\n";
const std::string static_eni =
    "auto eth0\niface eth0 inet static\n address 10.1.2.3/24\n gateway 10.1.2.1\n";
const std::string dhcp_eni = "auto eth0\niface eth0 inet dhcp\n";

std::vector<TreeEntry> entries(const FileTexts& files) { return *read_tree(tree(files)); }

RunningAddresses on_dhcp(const std::string& name) {
  return {{{name, "00:50:56:00:00:01", true, {{"10.1.2.99", 24, true, true, 600}}}}};
}

struct Machine {
  FileTexts now = {};
  FileTexts baseline = {};  // none: there is no baseline
  std::string interface = "eth0";
  bool is_network_manager_gone = false;
  std::optional<StaticInterface> given = std::nullopt;
};

Result<RestorePlan> plan(const Machine& machine) {
  const ConfiguredNetwork network = *read_configured_network(tree(machine.now));
  const NetworkBaseline baseline{"web01", {}, entries(machine.baseline), {}};
  const RunningAddresses running = on_dhcp(machine.interface);
  return plan_restore({entries(machine.now), network,
                       machine.baseline.empty() ? nullptr : &baseline, &running,
                       machine.is_network_manager_gone, "baseline", machine.given});
}

/// "write PATH; del PATH; run COMMAND; eth0 has 10.1.2.3 by 10.1.2.1", or the error.
std::string brief(const Result<RestorePlan>& plan) {
  if (!plan) return "no: " + plan.error().message;
  std::string text;
  for (const FileChange& one : plan->files)
    text += fmt::format("{} {}; ", one.content ? "write" : "del", one.path);
  for (const ExpectedAddress& one : plan->expected)
    text += fmt::format("{} has {} by {}", one.interface, one.address, one.gateway);
  return text;
}

std::string content(const Result<RestorePlan>& plan, const std::string& path) {
  for (const FileChange& one : plan->files)
    if (one.path == path) return one.content.value_or("");
  return "";
}

StaticInterface given() {
  StaticInterface wanted{"eth0", {}, {}, std::nullopt};
  wanted.ipv4.method = AddressMethod::fixed;
  wanted.ipv4.addresses = {{"10.1.2.3", 24}};
  wanted.ipv4.gateway = "10.1.2.1";
  return wanted;
}

const std::string has = "eth0 has 10.1.2.3 by 10.1.2.1";

}  // namespace

TEST_CASE("what a restore would do") {
  struct Case {
    const char* what;
    Machine machine;
    std::string expected;
  };
  const Case cases[] = {
      {"from a baseline", {{{eni, dhcp_eni}}, {{eni, static_eni}}}, "write " + eni + "; " + has},
      {"what Site Recovery added goes, and its markers first",
       {{{scripts + "ifcfg-eth0", static_ifcfg},
         {scripts + "ifcfg-eth1", "DEVICE=eth1\nDHCP=yes\nBOOTPROTO=dhcp\n"},
         {"/etc/vxagent/setazureip", ""}},
        {{scripts + "ifcfg-eth0", static_ifcfg}}},
       "del /etc/vxagent/setazureip; del " + scripts + "ifcfg-eth1; " + has},
      {"a file that the baseline does not have, and that says DHCP for the interface",
       {{{eni, static_eni},
         {profile,
          "[connection]\nid=lan\ntype=ethernet\ninterface-name=eth0\n"
          "[ipv4]\nmethod=auto\n"}},
        {{eni, static_eni}}},
       "del " + profile + "; " + has},
      {"one for all interfaces stays",
       {{{eni, dhcp_eni}, {"/etc/dhcpcd.conf", "option rapid_commit\n"}}, {{eni, static_eni}}},
       "write " + eni + "; " + has},
      {"from copies, with the routes beside them",
       {{{suse + "ifcfg-eth0", "BOOTPROTO='dhcp'\nSTARTMODE='onboot'\n"},
         {suse + "asr_nw/ifcfg-eth0",
          "BOOTPROTO='static'\nSTARTMODE='auto'\nIPADDR='10.1.2.3/24'\n"},
         {suse + "routes-INMAGE-ORG", "default 10.1.2.1 - -\n"}}},
       "write " + suse + "ifcfg-eth0; write " + suse + "routes; " + has},
      {"a copy that a second failover has overwritten is not believed",
       {{{scripts + "ifcfg-eth0", dhcp_ifcfg}, {scripts + "asr_nw/ifcfg-eth0", dhcp_ifcfg}}},
       "no: there is no baseline, and none of Site Recovery's copies of network files holds a "
       "static address"},
      {"a baseline of a time when it was on DHCP",
       {{{eni, dhcp_eni}}, {{eni, dhcp_eni}}},
       "no: the baseline of 1970-01-01 00:00:00 UTC has no static address"},
      {"nothing to do",
       {{{eni, static_eni}}, {{eni, static_eni}}},
       "no: the files are already as in the baseline of 1970-01-01 00:00:00 UTC"},
      {"the interface has another name now",
       {{{scripts + "ifcfg-eth0", dhcp_ifcfg}},
        {{scripts + "ifcfg-ens192",
          "DEVICE=ens192\nHWADDR=00:50:56:00:00:07\nONBOOT=yes\nIPADDR=10.1.2.3\nPREFIX=24\n"
          "GATEWAY=10.1.2.1\n"}}},
       "write " + scripts + "ifcfg-eth0; " + has},
      {"the profile is there, NetworkManager is not",
       {{{suse + "ifcfg-eth0", "BOOTPROTO='dhcp'\nSTARTMODE='onboot'\n"},
         {profile, static_profile}},
        {{profile, static_profile}},
        "eth0",
        true},
       "write " + suse + "ifcfg-eth0; write " + suse + "ifroute-eth0; " + has},
      {"addresses that a person gives",
       {{{eni, dhcp_eni}}, {}, "eth0", false, given()},
       "write " + eni + "; " + has},
      {"these count more than a baseline",
       {{{eni, dhcp_eni}}, {{eni, dhcp_eni}}, "eth0", false, given()},
       "write " + eni + "; " + has},
      {"given, but nothing has the interface",
       {{}, {}, "eth0", false, given()},
       "no: no file configures eth0 now, so it is not known which network stack has it"},
      {"given, but it is a port of a bond",
       {{{scripts + "ifcfg-eth0", "DEVICE=eth0\nMASTER=bond0\nSLAVE=yes\nONBOOT=yes\n"}},
        {},
        "eth0",
        false,
        given()},
       "no: eth0 (ifcfg-rh, " + scripts +
           "ifcfg-eth0): it is part of a bond, bridge or VLAN; give it its address there by hand"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.what);
    CHECK(brief(plan(one.machine)) == one.expected);
  }
}

TEST_CASE("a file comes back byte for byte; under a new name it is written for that") {
  CHECK(content(plan({{{eni, dhcp_eni}}, {{eni, "# mine\n" + static_eni}}}), eni) ==
        "# mine\n" + static_eni);
  const Result<RestorePlan> renamed =
      plan({{{scripts + "ifcfg-eth0", dhcp_ifcfg}},
            {{scripts + "ifcfg-ens192",
              "DEVICE=ens192\nHWADDR=00:50:56:00:00:07\nONBOOT=yes\n"
              "IPADDR=10.1.2.3\nPREFIX=24\n"}}});
  CHECK(content(renamed, scripts + "ifcfg-eth0") ==
        "DEVICE=eth0\nONBOOT=yes\nIPADDR=10.1.2.3\nPREFIX=24\n");
  CHECK(renamed->notes == std::vector<std::string>{"ens192 is called eth0 now"});
}

TEST_CASE("a file whose secret was taken out is not written, and it is said") {
  const Result<RestorePlan> result =
      plan({{{eni, dhcp_eni}, {"/etc/netplan/wifi.yaml", "a: <redacted>\nb: c\n"}},
            {{eni, static_eni}, {"/etc/netplan/wifi.yaml", "a: <redacted>\n"}}});
  CHECK(content(result, "/etc/netplan/wifi.yaml").empty());
  REQUIRE(result->notes.size() == 1);
  CHECK(result->notes[0].find("/etc/netplan/wifi.yaml holds a secret") == 0);
}

TEST_CASE("of a mounted disk no command is planned") {
  const ConfiguredNetwork network = *read_configured_network(tree({{eni, dhcp_eni}}));
  const NetworkBaseline baseline{"web01", {}, entries({{eni, static_eni}}), {}};
  const Result<RestorePlan> result =
      plan_restore({entries({{eni, dhcp_eni}}), network, &baseline, nullptr});
  REQUIRE(result);
  CHECK(result->before.empty());
  CHECK(result->after.empty());
}
