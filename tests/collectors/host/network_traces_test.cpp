#include "collectors/host/network_traces.h"

#include <fnmatch.h>

#include <algorithm>

#include <doctest/doctest.h>

#include "collectors/evidence/tree.h"
#include "tests/collectors/host/capture.h"

using namespace fbd;

namespace {

constexpr const char* id = "host.network-traces";

struct Case {
  const char* path;
  const char* kind;
  const char* original;
};

constexpr Case cases[] = {
    {"/etc/vxagent/setazureip", "marker", ""},
    {"/etc/vxagent/setvmwareip", "marker", ""},
    {"/etc/vxagent/prepareforazure", "marker", ""},
    {"/etc/sysconfig/network-scripts/asr_nw/ifcfg-eth0", "backup",
     "/etc/sysconfig/network-scripts/ifcfg-eth0"},
    {"/etc/sysconfig/network-scripts/azure_sms_bck/ifcfg-eth0", "backup",
     "/etc/sysconfig/network-scripts/ifcfg-eth0"},
    {"/etc/sysconfig/network/inmage_nw/ifcfg-eth0", "backup", "/etc/sysconfig/network/ifcfg-eth0"},
    {"/etc/network/interfaces-INMAGE-ORG", "backup", "/etc/network/interfaces"},
    {"/etc/network/interfaces-INMAGE-MOD", "backup", "/etc/network/interfaces"},
    {"/etc/network/interfaces.bck_azure_sms", "backup", "/etc/network/interfaces"},
    {"/etc/sysconfig/network-INMAGE-ORG", "backup", "/etc/sysconfig/network"},
    {"/etc/sysconfig/network/routes-INMAGE-ORG", "backup", "/etc/sysconfig/network/routes"},
    {"/etc/sysconfig/network/ifroute-eth0-AZURE-ORG", "backup",
     "/etc/sysconfig/network/ifroute-eth0"},
    {"/etc/vxagent/logs/network-AZURE-ORG", "backup", "/etc/sysconfig/network"},
    {"/etc/resolv.conf.INMAGE_ORIG", "backup", "/etc/resolv.conf"},
    {"/etc/.resolv.conf", "backup", "/etc/resolv.conf"},
    {"/etc/udev/rules.d/70-persistent-net.rules-INMAGE-ORG", "backup",
     "/etc/udev/rules.d/70-persistent-net.rules"},
    {"/boot/initramfs-3.10.0.img-INMAGE_ORG", "backup", "/boot/initramfs-3.10.0.img"},
    {"/etc/netplan/50-azure_migrate_dhcp.yaml", "added", ""},
    {"/usr/local/azure-migrate/fix_dhcp.sh", "boot-script", ""},
    {"/etc/systemd/system/azure-migrate-startup.service", "boot-script", ""},
    {"/etc/init.d/azure-migrate-startup", "boot-script", ""},
};

bool is_asked_for(const char* path) {
  const Ask::Tree tree = std::get<Ask::Tree>(NetworkTraces::origins().front().ask.how);
  return std::any_of(tree.globs.begin(), tree.globs.end(), [path](std::string_view glob) {
    return fnmatch(std::string(glob).c_str(), path, FNM_PATHNAME | FNM_PERIOD) == 0;
  });
}

}  // namespace

TEST_CASE("every trace is asked for, and told what it is") {
  for (const Case& one : cases) {
    CAPTURE(one.path);
    CHECK(is_asked_for(one.path));
    const auto traces = parsed<NetworkTraces>(
        id, write_tree(std::vector<TreeEntry>(2, {TreeEntry::Kind::file, 0644, {}, one.path, ""})));
    REQUIRE(traces);
    REQUIRE(traces->all.size() == 1);
    CHECK(name(traces->all[0].kind) == one.kind);
    CHECK(traces->all[0].original == one.original);
    CHECK(traces->any(traces->all[0].kind));
  }
  for (const char* path : {"/etc/network/interfaces", "/etc/resolv.conf", "/etc/sysconfig/network",
                           "/etc/netplan/50-cloud-init.yaml", "/etc/vxagent/logs/x.log"}) {
    CAPTURE(path);
    CHECK_FALSE(is_asked_for(path));
  }
}

TEST_CASE("NetworkTraces: nothing, and what nobody may see") {
  const auto traces = parsed<NetworkTraces>(
      id, write_tree(std::vector<TreeEntry>{
              {TreeEntry::Kind::error, 0, ErrorKind::denied, "/etc/vxagent", "denied"}}));
  REQUIRE(traces);
  CHECK_FALSE(traces->any(NetworkTraceKind::backup));
  CHECK(to_json(*traces) == "{\n  \"traces\": [],\n  \"unseen\": [\n    \"/etc/vxagent\"\n  ]\n}");
  CHECK_FALSE(parsed<NetworkTraces>(id, "file"));
}
