#include "collectors/network/network_manager_package.h"

#include <doctest/doctest.h>

#include "tests/collectors/host/capture.h"

using namespace fbd;

namespace {

constexpr const char* asked = "host.network-manager-package";
constexpr const char* listed = "host.dpkg-status";

/// "installed dpkg network-manager 1.2" or the kind of the error.
std::string brief(const Result<NetworkManagerPackage>& fact) {
  if (!fact) return std::string(name(fact.error().kind));
  return std::string(name(fact->state)) + " " + fact->manager + " " + fact->package + " " +
         fact->version;
}

}  // namespace

TEST_CASE("what dpkg and rpm say, and what dpkg's own list says of the same states") {
  struct Case {
    const char* file;
    const char* expected;
  };
  const Case both[] = {
      {"debian-12.txt", "installed dpkg network-manager 1.42.4-1+deb12u1"},
      {"debian-12-removed.txt", "removed dpkg network-manager 1.42.4-1+deb12u1"},
      {"debian-12-unpacked.txt", "broken dpkg network-manager 1.42.4-1+deb12u1"},
      {"debian-12-absent.txt", "absent dpkg network-manager "},
  };
  for (const Case& one : both) {
    CAPTURE(one.file);
    CHECK(brief(parsed_capture<NetworkManagerPackage>(asked, one.file)) == one.expected);
    CHECK(brief(parsed_capture<NetworkManagerPackage>(listed, one.file)) == one.expected);
  }
  CHECK(brief(parsed_capture<NetworkManagerPackage>(asked, "rhel-8.txt")) ==
        "installed rpm NetworkManager 1.40.16-9.el8");
  CHECK(brief(parsed_capture<NetworkManagerPackage>(asked, "sles-15-absent.txt")) ==
        "absent rpm NetworkManager ");
}

TEST_CASE("the one line of the question") {
  struct Case {
    const char* answer;
    const char* expected;
  };
  const Case cases[] = {
      {"dpkg hold ok installed 1.2\n", "installed dpkg network-manager 1.2"},
      {"dpkg install ok triggers-pending 1.2\n", "installed dpkg network-manager 1.2"},
      {"dpkg install ok half-configured 1.2\n", "broken dpkg network-manager 1.2"},
      {"dpkg install reinstreq half-installed 1.2\n", "broken dpkg network-manager 1.2"},
      {"dpkg unknown ok not-installed \n", "absent dpkg network-manager "},
      {"dpkg install ok installed 1.2\ninstall ok installed 1.2\n",
       "installed dpkg network-manager 1.2"},
      {"rpm 1.2-3\n1.3-4\n", "installed rpm NetworkManager 1.2-3"},
      {"none\n", "not-found"},
      {"", "malformed"},
      {"dpkg", "malformed"},
      {"rpm", "malformed"},
      {"rpm package NetworkManager is not installed\n", "malformed"},
      {"dpkg install ok 1.2\n", "malformed"},
      {"apk 1.2\n", "malformed"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.answer);
    CHECK(brief(parsed<NetworkManagerPackage>(asked, one.answer)) == one.expected);
  }
}

TEST_CASE("dpkg's list: a list that is not this system's says nothing") {
  const std::string dpkg = "Package: dpkg\nStatus: install ok installed\nVersion: 1.21\n\n";
  const auto of = [](const std::string& list) {
    return brief(parsed<NetworkManagerPackage>(listed, list));
  };
  CHECK(of("") == "not-found");
  CHECK(of("Package: network-manager\nStatus: install ok installed\nVersion: 1\n") == "not-found");
  CHECK(of("Package: dpkg\nStatus: deinstall ok config-files\nVersion: 1.21\n") == "not-found");
  CHECK(of(dpkg) == "absent dpkg network-manager ");
  // The name in another field or the start of another name is not the package.
  CHECK(of(dpkg + "Package: network-manager-gnome\nStatus: install ok installed\n\n"
                  "Package: x\nDepends: network-manager\n Package: network-manager\n"
                  "Status: install ok installed\n") == "absent dpkg network-manager ");
  CHECK(of("Package: network-manager\nVersion: 2\nStatus: install ok installed\n\n" + dpkg) ==
        "installed dpkg network-manager 2");
  CHECK(of(dpkg + "Package: network-manager\nVersion: 2") == "malformed");
}

TEST_CASE("on a mounted disk of an rpm system its database tells") {
  Site site;
  Host host;
  host.name = "vm01";
  host.os = Os::gnu_linux;
  host.reach = Reach::root;
  host.root = "/mnt";
  Evidence evidence;
  const Context context{site, evidence, host};
  const auto question = next_question<NetworkManagerPackage>(context);
  REQUIRE(question);
  CHECK(question->id == listed);
  evidence.record(*question, {{}, {}, error(ErrorKind::not_found, "vm01: no such file")});
  const auto next = next_question<NetworkManagerPackage>(context);
  REQUIRE(next);
  CHECK(next->id == "host.rpm-packages");
  const auto with_rpm = [&](const Observation& answer) {
    Evidence more = evidence;
    more.record(*next, answer);
    CHECK_FALSE(next_question<NetworkManagerPackage>({site, more, host}));
    return known<NetworkManagerPackage>({site, more, host}).value;
  };
  const auto none = with_rpm({{}, {}, error(ErrorKind::not_found, "vm01: no rpm database")});
  REQUIRE_FALSE(none);

  const std::string database = "database /var/lib/rpm/rpmdb.sqlite sqlite 2\n";
  const std::string rpm = "package rpm 4.16.1.3-25.el9 installed 1700000000\n";
  const auto there = with_rpm(
      {{}, {}, database + rpm + "package NetworkManager 1:1.44.0-3.el9 installed 1700000000\n"});
  REQUIRE(there);
  CHECK(there->state == NetworkManagerPackage::State::installed);
  CHECK(there->version == "1:1.44.0-3.el9");
  const auto gone = with_rpm({{}, {}, database + rpm});
  REQUIRE(gone);
  CHECK(gone->state == NetworkManagerPackage::State::absent);
  CHECK(gone->manager == "rpm");
  // What is missing may be what cannot be read.
  CHECK_FALSE(with_rpm({{}, {}, database + rpm + "damaged 1\n"}));
  CHECK_FALSE(with_rpm({{}, {}, database}));
}

TEST_CASE("shown as JSON") {
  const auto fact = read_capture<NetworkManagerPackage>(asked, "debian-12-removed.txt");
  CHECK(to_json(fact) == R"({
  "state": "removed",
  "package": "network-manager",
  "version": "1.42.4-1+deb12u1",
  "manager": "dpkg",
  "status": "deinstall ok config-files"
})");
}
