#include "tests/collectors/network/files.h"
#include "tests/probes/agent/answers.h"

namespace fbd {
extern const Probe protected_vm_network_manager;
}
using namespace fbd;

namespace {

const std::string scripts = "/etc/sysconfig/network-scripts/";
const std::string lan = "/etc/NetworkManager/system-connections/lan";
const std::string alias = "/etc/systemd/system/network.service";
const std::string to_nm = alias + " -> /usr/lib/systemd/system/NetworkManager.service";

const std::string profile = "[connection]\ntype=ethernet\ninterface-name=ens192\n";
const std::string controlled = "DEVICE=eth0\nBOOTPROTO=dhcp\nNM_CONTROLLED=yes\n";
const std::string plain = "DEVICE=eth0\nBOOTPROTO=dhcp\n";

const std::string rhel_6 = "Red Hat Enterprise Linux Server release 6.10 (Santiago)\n";

std::string os(const std::string& id, const std::string& version, const std::string& like = "") {
  return "ID=" + id + "\nVERSION_ID=\"" + version + "\"\nID_LIKE=\"" + like + "\"\nPRETTY_NAME=\"" +
         id + " " + version + "\"\n";
}

/// With no NetworkManager, no traces and nothing that needs it.
OneHost machine() {
  OneHost host;
  host.with("host.network-manager-package", "rpm absent\n")
      .with("network.configuration", tree({{scripts + "ifcfg-eth0", plain}}))
      .with("host.failover-traces", "")
      .with("host.os-release", os("rhel", "8.10"));
  return host;
}

const std::string traces = listing({scripts + "asr_nw/ifcfg-eth0"});

}  // namespace

TEST_CASE("protected-vm.network-manager: it is there") {
  for (const char* answer : {"rpm 1.40-1\n", "dpkg install ok installed 1.42\n"}) {
    CAPTURE(answer);
    OneHost host = machine().with("host.network-manager-package", answer);
    host.with("network.configuration", tree({{to_nm, ""}})).with("host.failover-traces", traces);
    CHECK(outcome(host.verdict(protected_vm_network_manager)) == "pass");
    // Whoever needs it does not matter then.
    CHECK(outcome(host.without("network.configuration").verdict(protected_vm_network_manager)) ==
          "pass");
  }
}

TEST_CASE("protected-vm.network-manager: it is not, and something needs it") {
  struct Case {
    const char* what;
    FileTexts files;
    bool traces;
    const char* outcome;
    const char* needed_by;
  };
  const Case cases[] = {
      {"nothing", {{scripts + "ifcfg-eth0", plain}}, false, "pass", ""},
      {"a profile", {{lan, profile}}, false, "fail missing", lan.c_str()},
      {"a profile for any interface",
       {{lan, "[connection]\ntype=ethernet\n"}},
       false,
       "fail missing",
       lan.c_str()},
      {"a profile, and ASR's own file for the same interface",
       {{lan, profile}, {scripts + "ifcfg-ens192", "DEVICE=ens192\nDHCP=yes\nBOOTPROTO=dhcp\n"}},
       true,
       "fail missing",
       lan.c_str()},
      {"a leftover profile of an interface that ifupdown has now",
       {{lan, profile}, {"/etc/network/interfaces", "auto ens192\niface ens192 inet dhcp\n"}},
       false,
       "pass",
       ""},
      {"a backup brings up nothing",
       {{lan, profile}, {scripts + "asr_nw/ifcfg-ens192", "DEVICE=ens192\nBOOTPROTO=dhcp\n"}},
       false,
       "fail missing",
       lan.c_str()},
      {"that interface is not brought up by ifupdown",
       {{lan, profile}, {"/etc/network/interfaces", "iface ens192 inet dhcp\n"}},
       false,
       "fail missing",
       lan.c_str()},
      // A VM has no such card: nothing of the site depends on it.
      {"a Wi-Fi profile",
       {{lan, "[connection]\ntype=wifi\n[wifi]\nssid=guests\n"}},
       false,
       "pass",
       ""},
      {"the alias of SLES, dangling", {{to_nm, ""}}, false, "fail missing", alias.c_str()},
      {"the alias for wicked",
       {{alias + " -> /usr/lib/systemd/system/wicked.service", ""}},
       false,
       "pass",
       ""},
      {"the renderer",
       {{"/etc/netplan/01.yaml", "network: {renderer: NetworkManager}"}},
       false,
       "fail missing",
       "/etc/netplan/01.yaml"},
      // Installers wrote this on machines without NetworkManager, too.
      {"NM_CONTROLLED=yes", {{scripts + "ifcfg-eth0", controlled}}, false, "pass", ""},
      {"NM_CONTROLLED=yes after a failover",
       {{scripts + "ifcfg-eth0", controlled}},
       true,
       "fail missing",
       "/etc/sysconfig/network-scripts/ifcfg-eth0"},
      {"NM_CONTROLLED=yes in a backup only",
       {{scripts + "asr_nw/ifcfg-eth0", controlled}, {scripts + "ifcfg-eth0", plain}},
       true,
       "pass",
       ""},
      {"profiles nobody may look at",
       {{"? /etc/NetworkManager/system-connections", ""}},
       false,
       "unknown denied",
       ""},
      {"netplan that cannot be read",
       {{"/etc/netplan/01.yaml", "network: ["}},
       false,
       "unknown malformed",
       ""},
      {"netplan that cannot be read, and a profile",
       {{"/etc/netplan/01.yaml", "network: ["}, {lan, profile}},
       false,
       "fail missing",
       lan.c_str()},
  };
  for (const Case& one : cases) {
    CAPTURE(one.what);
    const Verdict verdict = machine()
                                .with("network.configuration", tree(one.files))
                                .with("host.failover-traces", one.traces ? traces : "")
                                .verdict(protected_vm_network_manager);
    CHECK(outcome(verdict) == one.outcome);
    if (verdict.status == Status::fail) CHECK(value(verdict, "needed_by") == one.needed_by);
    check_is_declared(protected_vm_network_manager, verdict);
  }
}

TEST_CASE("protected-vm.network-manager: the states of a package that is not there") {
  struct Case {
    const char* answer;
    const char* state;
  };
  const Case cases[] = {
      {"rpm absent\n", "not installed"},
      {"dpkg absent\n", "not installed"},
      {"dpkg deinstall ok config-files 1.42\n", "removed, with its configuration files left"},
      {"dpkg install ok unpacked 1.42\n", "not completely installed (install ok unpacked)"},
      {"dpkg install ok half-configured 1.42\n",
       "not completely installed (install ok half-configured)"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.answer);
    const Verdict verdict = machine()
                                .with("host.network-manager-package", one.answer)
                                .with("network.configuration", tree({{lan, profile}}))
                                .verdict(protected_vm_network_manager);
    CHECK(outcome(verdict) == "fail missing");
    CHECK(value(verdict, "state") == one.state);
  }
}

TEST_CASE("protected-vm.network-manager: on which distributions the failover removes it") {
  struct Case {
    const char* id;
    const char* version;
    bool removed;
  };
  const Case cases[] = {
      {"rhel", "5.11", true},     {"rhel", "6.10", true},
      {"centos", "6.10", true},   {"ol", "6.10", true},
      {"rhel", "7.9", false},     {"centos", "7", false},
      {"ol", "8.9", false},       {"rhel", "9.4", false},
      {"sles", "11.4", true},     {"sles", "12.5", true},
      {"sles", "15.5", true},     {"sles", "10.4", false},
      {"sles", "16.0", false},    {"debian", "12", false},
      {"ubuntu", "22.04", false}, {"opensuse-leap", "15.5", false},
      {"arch", "", false},
  };
  for (const Case& one : cases) {
    CAPTURE(one.id);
    CAPTURE(one.version);
    OneHost host = machine().with("host.os-release", os(one.id, one.version));
    // Without traces of a failover nobody removed it.
    CHECK(outcome(host.verdict(protected_vm_network_manager)) == "pass");
    const Verdict verdict =
        host.with("host.failover-traces", traces).verdict(protected_vm_network_manager);
    CHECK(outcome(verdict) == (one.removed ? "warn removed-by-failover" : "pass"));
    if (one.removed)
      CHECK(value(verdict, "distribution") == std::string(one.id) + " " + one.version);
    check_is_declared(protected_vm_network_manager, verdict);
  }
  const Verdict old = machine()
                          .without("host.os-release")
                          .without("host.os-release.vendor")
                          .with("host.redhat-release", rhel_6)
                          .with("host.failover-traces", traces)
                          .verdict(protected_vm_network_manager);
  CHECK(outcome(old) == "warn removed-by-failover");
}

TEST_CASE("protected-vm.network-manager: no evidence is no pass") {
  struct Case {
    const char* question;
    const char* outcome;
  };
  const Case cases[] = {
      {"network.configuration", "unknown denied"},
      {"host.failover-traces", "unknown denied"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.question);
    CHECK(outcome(machine()
                      .without(one.question, ErrorKind::denied)
                      .verdict(protected_vm_network_manager)) == one.outcome);
  }
  for (const char* question : {"host.network-manager-package", "network.configuration",
                               "host.failover-traces", "host.os-release"}) {
    CAPTURE(question);
    CHECK(outcome(machine().never_asked(question).verdict(protected_vm_network_manager)) ==
          "unknown not-collected");
  }
  // Neither package manager, nor a list on the disk.
  CHECK(outcome(machine()
                    .with("host.network-manager-package", "none\n")
                    .without("host.dpkg-status")
                    .without("host.rpm-packages")
                    .verdict(protected_vm_network_manager)) == "unknown not-found");
  // What distribution it is matters only after a failover.
  OneHost nameless = machine().with("host.os-release", "x").without("host.os-release.vendor");
  nameless.without("host.redhat-release").without("host.suse-release");
  CHECK(outcome(nameless.verdict(protected_vm_network_manager)) == "pass");
  CHECK(outcome(
            nameless.with("host.failover-traces", traces).verdict(protected_vm_network_manager)) ==
        "unknown malformed");
}
