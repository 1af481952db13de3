#include "collectors/host/failover_traces.h"

#include <fnmatch.h>

#include <algorithm>

#include <doctest/doctest.h>

#include "tests/collectors/host/capture.h"

using namespace fbd;

namespace {

constexpr const char* id = "host.failover-traces";

/// Whether the question would find this file; '*' does not cross a '/'.
bool is_asked_for(const char* path) {
  const Ask::Tree tree = std::get<Ask::Tree>(FailoverTraces::origins().front().ask.how);
  return std::any_of(tree.globs.begin(), tree.globs.end(), [path](std::string_view glob) {
    return fnmatch(std::string(glob).c_str(), path, FNM_PATHNAME) == 0;
  });
}

}  // namespace

TEST_CASE("traces are listed once and found by a part of their path") {
  const FailoverTraces traces = read_capture<FailoverTraces>(id, "rhel-8.tree");
  CHECK(traces.paths ==
        std::vector<std::string>{"/etc/fstab.azure_sms_bck", "/etc/resolv.conf-INMAGE-ORG",
                                 "/etc/sysconfig/network-scripts/asr_nw/ifcfg-ens192",
                                 "/etc/vxagent/setvmwareip"});
  CHECK(traces.any());
  CHECK(traces.has("/asr_nw/"));
  CHECK_FALSE(traces.has("/inmage_nw/"));
  CHECK_FALSE(read_capture<FailoverTraces>(id, "none.tree").any());
  CHECK_FALSE(parsed<FailoverTraces>(id, "link"));
}

TEST_CASE("the traces of every kind of failover are asked for") {
  for (const char* path : {"/etc/vxagent/setazureip",
                           "/etc/vxagent/setvmwareip",
                           "/etc/vxagent/prepareforazure",
                           "/etc/sysconfig/network-scripts/asr_nw/ifcfg-eth0",
                           "/etc/sysconfig/network-scripts/inmage_nw/ifcfg-eth0",
                           "/etc/sysconfig/network-scripts/azure_sms_bck/ifcfg-eth0",
                           "/etc/sysconfig/network/asr_nw/ifcfg-eth0",
                           "/etc/sysconfig/network/inmage_nw/ifcfg-eth0",
                           "/etc/network/inmage_nw/eth0",
                           "/etc/network/interfaces-INMAGE-ORG",
                           "/etc/network/interfaces-INMAGE-MOD",
                           "/etc/network/interfaces.bck_azure_sms",
                           "/etc/sysconfig/network-INMAGE-ORG",
                           "/etc/sysconfig/network/routes-INMAGE-ORG",
                           "/etc/sysconfig/network/ifroute-eth0-AZURE-ORG",
                           "/etc/vxagent/logs/network-AZURE-ORG",
                           "/etc/netplan/50-azure_migrate_dhcp.yaml",
                           "/etc/resolv.conf.INMAGE_ORIG",
                           "/etc/udev/rules.d/70-persistent-net.rules-INMAGE-ORG",
                           "/etc/fstab.azure_sms_bck",
                           "/var/log/am-hydration-log-2023-01-01.log",
                           "/var/log/azure-migrate-startup.log",
                           "/usr/local/azure-migrate/fix_dhcp.sh",
                           "/etc/yum.repos.d/CentOS-Base.repo-INMAGE-ORG",
                           "/var/ASRLinuxGA-564d2c1e/ASRLinuxGA.log"}) {
    CAPTURE(path);
    CHECK(is_asked_for(path));
  }
}

TEST_CASE("what a machine has without a failover is not asked for") {
  for (const char* path :
       {"/etc/fstab", "/etc/resolv.conf", "/etc/sysconfig/network", "/etc/network/interfaces",
        "/etc/netplan/01-netcfg.yaml", "/etc/sysconfig/network-scripts/ifcfg-eth0",
        "/etc/vxagent/logs/vCon_service.log", "/boot/initrd-INMAGE.img", "/etc/lvm/lvm.conf.org"}) {
    CAPTURE(path);
    CHECK_FALSE(is_asked_for(path));
  }
}

TEST_CASE("FailoverTraces as JSON") {
  FailoverTraces traces;
  traces.paths = {"/etc/vxagent/setazureip"};
  CHECK(to_json(traces) ==
        "{\n  \"paths\": [\n    \"/etc/vxagent/setazureip\"\n  ],\n  \"unseen\": []\n}");
}
