#include "kb/restore/plan_manager.h"

#include <doctest/doctest.h>

#include "tests/collectors/network/files.h"

using namespace fbd;

namespace {

using State = NetworkManagerPackage::State;

OsRelease system(const std::string& id, const std::string& version) {
  return {id, {}, version, id + " " + version};
}

ConfiguredNetwork network(const FileTexts& files) { return *read_configured_network(tree(files)); }

const FileTexts profile{{"/etc/NetworkManager/system-connections/lan.nmconnection",
                         "[connection]\nid=lan\ntype=ethernet\ninterface-name=eth0\n"
                         "[ipv4]\nmethod=manual\naddress1=10.1.2.3/24,10.1.2.1\n"}};

Result<RestorePlan> plan(const OsRelease& os, const FileTexts& files, State state = State::absent) {
  return plan_network_manager({state, "NetworkManager", "", "rpm", ""}, os, network(files));
}

}  // namespace

TEST_CASE("each distribution has its package manager") {
  CHECK(plan(system("rhel", "6.10"), {})->packages.front() ==
        "yum --assumeyes install NetworkManager");
  CHECK(plan(system("rhel", "8.6"), {})->packages.front() ==
        "dnf --assumeyes install NetworkManager");
  CHECK(plan(system("sles", "15.4"), {})->packages.front() ==
        "zypper --non-interactive install NetworkManager");
  CHECK(plan(system("ubuntu", "22.04"), {})->packages.back().ends_with("install network-manager"));
  CHECK(plan(system("debian", "12"), {}, State::broken)->packages.front() ==
        "dpkg --configure --pending || true");
  CHECK_FALSE(plan(system("plan9", "4"), {}));
}

TEST_CASE("it is started by what starts services there, and stopped where that was wrong") {
  CHECK(plan(system("rhel", "6.10"), {})->after.back() == "service NetworkManager start");
  CHECK(plan(system("rhel", "6.10"), {})->undo.back() == "service NetworkManager stop");
  CHECK(plan(system("rhel", "9.2"), {})->undo.back() == "systemctl stop NetworkManager.service");
}

TEST_CASE("the static addresses of its profiles are expected") {
  const Result<RestorePlan> made = plan(system("debian", "12"), profile);
  REQUIRE(made);
  REQUIRE(made->expected.size() == 1);
  CHECK(made->expected[0].interface == "eth0");
  CHECK(made->expected[0].address == "10.1.2.3");
  CHECK(made->expected[0].gateway == "10.1.2.1");
}

TEST_CASE("it does not start beside wicked") {
  const Result<RestorePlan> made = plan(
      system("sles", "15.4"), {{"/etc/sysconfig/network/ifcfg-eth0",
                                "BOOTPROTO='static'\nSTARTMODE='auto'\nIPADDR='10.1.2.3/24'\n"}});
  REQUIRE(made);
  CHECK(made->after.empty());
  CHECK_FALSE(made->notes.empty());
}

TEST_CASE("what is there is not installed") {
  CHECK_FALSE(plan(system("rhel", "8.6"), profile, State::installed));
}

TEST_CASE("from a mounted medium, without asking any repository of the machine") {
  const auto last = [](const OsRelease& os, const Medium& medium) {
    const NetworkManagerPackage gone{State::absent, "NetworkManager", "", "rpm", ""};
    return plan_network_manager(gone, os, network({}), &medium)->packages.back();
  };
  CHECK(
      last(system("rhel", "9.2"), {{"/m/AppStream", "/m/BaseOS"}, {}}) ==
      "dnf --assumeyes --disablerepo='*' '--repofrompath=medium-1,file:///m/AppStream' "
      "'--repofrompath=medium-2,file:///m/BaseOS' --enablerepo='medium-*' install NetworkManager");
  CHECK(last(system("centos", "6.10"), {{"/m"}, {}}) ==
        "yum --assumeyes -c /var/lib/failback-doctor/medium.conf install NetworkManager");
  CHECK(last(system("sles", "15.4"), {{"/m/Module-Basesystem"}, {}}) ==
        "zypper --non-interactive --no-remote --plus-repo dir:///m/Module-Basesystem "
        "install NetworkManager");
  CHECK(last(system("debian", "12"), {{"/m"}, {"bookworm"}}).ends_with("install network-manager"));
  CHECK_FALSE(read_medium("/nowhere", OsRelease::Family::rhel));
}
