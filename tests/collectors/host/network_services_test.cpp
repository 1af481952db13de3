#include "collectors/host/network_services.h"

#include <doctest/doctest.h>

#include "tests/collectors/host/capture.h"

using namespace fbd;
using Kind = TreeEntry::Kind;

namespace {

const std::string etc = "/etc/systemd/system/";
const std::string lib = "/usr/lib/systemd/system/";
const std::string unit = "[Service]\nExecStart=/bin/true\n[Install]\nWantedBy=multi-user.target\n";
const std::string no_install = "[Service]\nExecStart=/bin/true\n";

TreeEntry file(const std::string& path, const std::string& bytes) {
  return {Kind::file, 0644, {}, path, bytes};
}
TreeEntry link_to(const std::string& path, const std::string& target) {
  return {Kind::link, 0777, {}, path, target};
}

InitLinks init_of(const std::vector<TreeEntry>& tree) {
  return *parsed<InitLinks>("host.init-links", write_tree(tree));
}
const InitLinks systemd = init_of({link_to("/sbin/init", "/lib/systemd/systemd")});

NetworkServices services(const std::vector<TreeEntry>& tree, const InitLinks& init = systemd) {
  return network_services(*parsed<UnitFiles>("host.network-units", write_tree(tree)), init);
}
std::string state(const std::vector<TreeEntry>& tree, const InitLinks& init = systemd,
                  std::string_view service = "wicked") {
  return std::string(name(services(tree, init).find(service)->state));
}

}  // namespace

// tests/peers/services_test.sh compares some forty such disks with systemctl itself.
TEST_CASE("units, as systemctl is-enabled of systemd 252 has them") {
  const std::string service = lib + "wicked.service";
  const TreeEntry wanted = link_to(etc + "multi-user.target.wants/wicked.service", service);
  struct Case {
    const char* name;
    std::vector<TreeEntry> tree;
    const char* expected;
  };
  const Case cases[] = {
      {"nothing", {}, "not-found"},
      {"disabled", {file(service, unit)}, "disabled"},
      {"enabled", {wanted, file(wanted.path, unit), file(service, unit)}, "enabled"},
      {"masked, the link stays",
       {link_to(etc + "wicked.service", "/dev/null"), wanted, file(service, unit)},
       "masked"},
      {"masked by an empty file",
       {file(etc + "wicked.service", ""), file(service, unit)},
       "masked"},
      {"masked in /run",
       {link_to("/run/systemd/system/wicked.service", "/dev/null"), file(service, unit)},
       "masked-runtime"},
      {"the package is gone", {wanted}, "not-found"},
      {"static", {file(service, no_install)}, "static"},
      {"linked",
       {link_to(etc + "wicked.service", "/opt/wicked.service"), file(etc + "wicked.service", unit)},
       "linked"},
      {"linked to the same unit",
       {link_to(etc + "wicked.service", service), file(etc + "wicked.service", unit),
        file(service, unit)},
       "disabled"},
      {"dangling", {link_to(etc + "wicked.service", "/opt/wicked.service")}, "dangling"},
      {"not to be read",
       {{Kind::error, 0, ErrorKind::denied, etc + "wicked.service", "permission denied"},
        file(service, unit)},
       "unknown"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.name);
    CHECK(state(one.tree) == one.expected);
  }
}

TEST_CASE("SLES: the alias says who is in charge, and dangles when the package is gone") {
  const std::string with_alias = unit + "Alias=network.service\n";
  std::vector<TreeEntry> tree = {
      link_to(etc + "network.service", lib + "wicked.service"),
      file(etc + "network.service", with_alias),
      link_to(etc + "multi-user.target.wants/wicked.service", lib + "wicked.service"),
      file(etc + "multi-user.target.wants/wicked.service", with_alias),
      file(lib + "wicked.service", with_alias)};
  const NetworkServices whole = services(tree);
  CHECK(name(whole.find("network")->state) == "alias");
  CHECK(whole.find("network")->alias_of == "wicked.service");
  CHECK(whole.starts_at_boot("network"));
  CHECK(whole.starts_at_boot("wicked"));

  tree = {link_to(etc + "network.service", lib + "NetworkManager.service"),
          link_to(etc + "multi-user.target.wants/NetworkManager.service",
                  lib + "NetworkManager.service")};
  const NetworkServices gone = services(tree);
  CHECK(name(gone.find("network")->state) == "dangling");
  CHECK(gone.find("network")->alias_of == "NetworkManager.service");
  const NetworkServices::Service& service = *gone.find("NetworkManager");
  CHECK(name(service.state) == "not-found");
  CHECK(service.started_by.size() == 1);
  CHECK_FALSE(gone.starts_at_boot("NetworkManager"));
  CHECK_FALSE(gone.starts_at_boot("network"));
}

TEST_CASE("what starts a unit, and what changes it, is listed once") {
  const NetworkServices found = services(
      {link_to("/lib/systemd/system/multi-user.target.wants/wicked.service", "../wicked.service"),
       link_to(lib + "multi-user.target.wants/wicked.service", "../wicked.service"),
       file(lib + "wicked.service", no_install),
       file(etc + "wicked.service.d/a.conf", "[Service]\n"),
       link_to(etc + "wicked.service.d/b.conf", "/x"),
       file(etc + "wicked.service.d/b.conf", "[Service]\n")});
  const NetworkServices::Service& service = *found.find("wicked");
  CHECK(name(service.state) == "static");
  CHECK(service.started_by ==
        std::vector<std::string>{lib + "multi-user.target.wants/wicked.service"});
  CHECK(service.drop_ins ==
        std::vector<std::string>{etc + "wicked.service.d/a.conf", etc + "wicked.service.d/b.conf"});
  CHECK(found.starts_at_boot("wicked"));
}

TEST_CASE("scripts of SysV init: RHEL 6, SLES 11, and under systemd RHEL 7") {
  const TreeEntry script = file("/etc/init.d/network", "");
  const TreeEntry start = link_to("/etc/rc3.d/S10network", "../init.d/network");
  const TreeEntry binary = file("/sbin/init", "");
  struct Case {
    const char* name;
    std::vector<TreeEntry> init;
    const char* expected;
    const char* by;
  };
  const Case cases[] = {
      {"started", {binary, script, start}, "enabled", "sysv"},
      {"not started", {binary, script}, "disabled", "sysv"},
      {"its script is gone", {binary, start}, "not-found", "unknown"},
      {"another's link",
       {binary, script, link_to("/etc/rc3.d/S10network-remotefs", "../init.d/x")},
       "disabled",
       "sysv"},
      {"SLES",
       {binary, script, link_to("/etc/init.d/rc3.d/S02network", "../network")},
       "enabled",
       "sysv"},
      {"RHEL 7",
       {link_to("/sbin/init", "../lib/systemd/systemd"), script,
        link_to("/etc/rc.d/rc3.d/S10network", "../init.d/network")},
       "enabled",
       "sysv"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.name);
    const NetworkServices::Service service = *services({}, init_of(one.init)).find("network");
    CHECK(name(service.state) == one.expected);
    CHECK(name(service.by) == one.by);
  }
  // A unit of the same name is systemd's choice, and nobody's without systemd.
  const std::vector<TreeEntry> units = {file(lib + "network.service", unit)};
  CHECK(state(units, init_of({link_to("/sbin/init", "systemd"), script, start}), "network") ==
        "disabled");
  CHECK(state(units, init_of({binary, script, start}), "network") == "enabled");
}

TEST_CASE("Upstart: Ubuntu 14.04") {
  const InitLinks upstart =
      init_of({file("/sbin/init", ""), file("/etc/init/rc-sysinit.conf", "")});
  CHECK(name(upstart.init) == "upstart");
  const TreeEntry job =
      file("/etc/init/network-manager.conf", "description \"x\"\nstart on local-filesystems\n");
  const auto of = [&](const std::vector<TreeEntry>& tree) {
    return state(tree, upstart, "network-manager");
  };
  CHECK(of({}) == "not-found");
  CHECK(of({job}) == "enabled");
  CHECK(of({job, file("/etc/init/network-manager.override", "manual\n")}) == "disabled");
  CHECK(of({job, file("/etc/init/network-manager.override", "manual\nstart on x\n")}) == "enabled");
  CHECK(of({file("/etc/init/network-manager.conf", "exec x\n")}) == "disabled");
  CHECK(of({file("/etc/init/network-manager.override", "start on x\n")}) == "not-found");
  // With systemd in charge its jobs are only leftovers.
  CHECK(name(init_of({link_to("/sbin/init", "/lib/systemd/systemd"),
                      file("/etc/init/rc-sysinit.conf", "")})
                 .init) == "systemd");
  CHECK(state({job}, systemd, "network-manager") == "not-found");
}

TEST_CASE("links that go in circles or nowhere") {
  CHECK(state({link_to(etc + "network.service", "wicked.service"),
               link_to(etc + "wicked.service", "network.service")}) == "dangling");
  CHECK(state({link_to(etc + "wicked.service", "../../../../../..")}) == "dangling");
  CHECK(state({link_to(etc + "wicked.service", "")}) == "dangling");
  CHECK(state({file(lib + "wicked.service", "[Install\nWantedBy=x\n")}) == "unknown");
}

TEST_CASE("what is running") {
  const std::string answer =
      "Id=NetworkManager.service\nLoadState=loaded\nActiveState=active\nSubState=running\n"
      "UnitFileState=enabled\nResult=success\n\n"
      "Id=NetworkManager.service\nLoadState=loaded\nActiveState=active\nSubState=running\n"
      "UnitFileState=enabled\nResult=success\n\n"
      "Result=success\nId=wicked.service\nLoadState=not-found\nActiveState=inactive\n"
      "SubState=dead\nUnitFileState=\n";
  const auto units = parsed<RunningUnits>("host.running-units", answer);
  REQUIRE(units);
  REQUIRE(units->all.size() == 2);
  CHECK(units->find("NetworkManager.service")->sub == "running");
  CHECK(units->find("wicked.service")->load == "not-found");
  CHECK(units->find("wicked.service")->file_state.empty());
  CHECK(units->find("dhcpcd.service") == nullptr);
  CHECK(parsed<RunningUnits>("host.running-units", "").error().kind == ErrorKind::malformed);
  CHECK(to_json(*units).find("\"active\": \"inactive\"") != std::string::npos);
}

TEST_CASE("a mounted disk is asked for files and never for what is running") {
  Site site;
  Host host;
  host.name = "vm01";
  host.os = Os::gnu_linux;
  host.reach = Reach::root;
  const Evidence evidence;
  const Context context{site, evidence, host};
  CHECK(next_question<UnitFiles>(context));
  CHECK(next_question<InitLinks>(context));
  CHECK_FALSE(next_question<RunningUnits>(context));
  CHECK(known<RunningUnits>(context).value.error().kind == ErrorKind::not_collected);
}
