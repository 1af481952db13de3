#include "collectors/network/network_packages.h"

#include <doctest/doctest.h>

#include "collectors/evidence/tree.h"
#include "tests/collectors/host/capture.h"

using namespace fbd;

namespace {

Result<DpkgStatus> dpkg(const std::string& list) {
  return parsed<DpkgStatus>("host.dpkg-status", list);
}
Result<RpmPackages> rpm(const std::string& answer) {
  return parsed<RpmPackages>("host.rpm-packages", answer);
}
PackageLog log_of(const std::vector<std::pair<std::string, std::string>>& files) {
  std::vector<TreeEntry> tree;
  for (const auto& [path, text] : files)
    tree.push_back({TreeEntry::Kind::file, 0644, {}, path, text});
  return *parsed<PackageLog>("host.package-log", write_tree(tree));
}

const std::string dpkg_itself = "Package: dpkg\nStatus: install ok installed\nVersion: 1.21\n\n";
const std::string rpm_head =
    "database /var/lib/rpm/rpmdb.sqlite sqlite 312\npackage rpm 4.16-1 installed 1\n";

/// "removed 1.2 | 2026-10-05 12:00:00 | apt-get remove x"
std::string brief(const Result<NetworkPackages>& packages, std::string_view package) {
  if (!packages) return std::string(name(packages.error().kind));
  const NetworkPackages::Package* one = packages->find(package);
  if (!one) return "-";
  std::string text = std::string(name(one->state)) + " " + one->version;
  if (!one->removed_at.empty()) text += " | " + one->removed_at + " | " + one->removed_by;
  return text;
}

}  // namespace

TEST_CASE("dpkg's list: three words, and the whole package of two architectures") {
  struct Case {
    const char* stanza;
    const char* expected;
  };
  const Case cases[] = {
      {"Status: install ok installed\nVersion: 1.2\n", "installed 1.2"},
      {"Status: hold ok installed\nVersion: 1.2\n", "installed 1.2"},
      {"Status: install ok triggers-pending\nVersion: 1.2\n", "installed 1.2"},
      {"Status: deinstall ok config-files\nVersion: 1.2\n", "removed 1.2"},
      {"Status: install ok unpacked\nVersion: 1.2\n", "broken 1.2"},
      {"Status: install reinstreq half-installed\nVersion: 1.2\n", "broken 1.2"},
      {"Status: unknown ok not-installed\n", "absent "},
      {"Status: rubbish\nVersion: 1.2\n", "unknown 1.2"},
      {"Version: 1.2\n", "unknown 1.2"},
      {"Status: install ok installed\nVersion: 1.2\n\nPackage: network-manager\n"
       "Status: deinstall ok config-files\nVersion: 1.1\n",
       "installed 1.2"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.stanza);
    const auto list = dpkg(dpkg_itself + "Package: network-manager\n" + one.stanza);
    CHECK(brief(network_packages(list, error(ErrorKind::not_found, ""), PackageLog{}),
                "network-manager") == one.expected);
  }
  CHECK(dpkg("").error().kind == ErrorKind::not_found);
  CHECK(dpkg("Package: ifupdown\nStatus: install ok installed\n").error().kind ==
        ErrorKind::not_found);
  const auto both = network_packages(dpkg(dpkg_itself), rpm(rpm_head), PackageLog{});
  CHECK(brief(both, "network-manager") == "absent ");
  CHECK(brief(both, "NetworkManager") == "-");
}

TEST_CASE("dpkg's list of real systems") {
  const auto of = [](const char* file) {
    return brief(network_packages(parsed_capture<DpkgStatus>("host.dpkg-status", file),
                                  error(ErrorKind::not_found, ""), PackageLog{}),
                 "network-manager");
  };
  CHECK(of("debian-12.txt") == "installed 1.42.4-1+deb12u1");
  CHECK(of("debian-12-removed.txt") == "removed 1.42.4-1+deb12u1");
  CHECK(of("debian-12-unpacked.txt") == "broken 1.42.4-1+deb12u1");
  CHECK(of("debian-12-absent.txt") == "absent ");
}

TEST_CASE("the answer about rpm's packages") {
  const auto of = [](const std::string& answer, std::string_view package = "NetworkManager") {
    return brief(network_packages(error(ErrorKind::not_found, ""), rpm(answer), PackageLog{}),
                 package);
  };
  const std::string line = "package NetworkManager 1:1.40.0-1.el9 installed 1667000000\n";
  CHECK(of(rpm_head) == "absent ");
  CHECK(of(rpm_head + line) == "installed 1:1.40.0-1.el9");
  CHECK(of(rpm_head + line + "package NetworkManager 1:1.42.0-1.el9 installed 1668000000\n") ==
        "installed 1:1.42.0-1.el9");
  CHECK(of(rpm_head + "damaged 2\n" + line) == "installed 1:1.40.0-1.el9");
  CHECK(of(rpm_head + "damaged 2\n") == "unknown ");
  CHECK(of(rpm_head + "passed-over /var/lib/rpm/Packages bdb 3\n") == "absent ");
  CHECK(of("database /var/lib/rpm/rpmdb.sqlite sqlite 0\n") == "not-found");
  CHECK(of("database /var/lib/rpm/rpmdb.sqlite sqlite 5\ndamaged 1\n") == "malformed");
  for (const char* bad : {"", "x", "database /var/lib/rpm/Packages bdb", "damaged x\n",
                          "package NetworkManager 1 installed\n", "package a b installed x\n",
                          "database a b 99999999999999999999999\n"})
    CHECK(of(bad[0] == 'd' ? bad : bad + std::string()) == "malformed");
  CHECK(of(rpm_head + "package\n") == "malformed");

  const auto facts =
      network_packages(error(ErrorKind::not_found, ""), rpm(rpm_head + line), PackageLog{});
  REQUIRE(facts);
  CHECK(facts->find("NetworkManager")->read_from == "/var/lib/rpm/rpmdb.sqlite (sqlite)");
  CHECK(facts->is_installed("NetworkManager"));
  CHECK_FALSE(facts->is_installed("wicked"));
}

TEST_CASE("neither manager, or one that cannot be read") {
  const auto of = [](ErrorKind dpkg, ErrorKind rpm) {
    return brief(network_packages(error(dpkg, ""), error(rpm, ""), PackageLog{}), "x");
  };
  CHECK(of(ErrorKind::not_found, ErrorKind::not_found) == "not-found");
  CHECK(of(ErrorKind::denied, ErrorKind::not_found) == "denied");
  CHECK(of(ErrorKind::not_found, ErrorKind::malformed) == "malformed");
  const auto without_log = network_packages(dpkg(dpkg_itself), error(ErrorKind::not_found, ""),
                                            error(ErrorKind::denied, "web01: not allowed"));
  REQUIRE(without_log);
  CHECK(without_log->problems == std::vector<std::string>{"web01: not allowed"});
}

TEST_CASE("who took it away: dpkg and apt") {
  const std::string dpkg_log =
      "2026-10-01 08:00:00 startup archives unpack\n"
      "2026-10-01 08:00:01 install network-manager:amd64 <none> 1.36.4-2ubuntu1\n"
      "2026-10-05 12:00:02 remove network-manager:amd64 1.36.4-2ubuntu1 <none>\n"
      "2026-10-05 12:00:02 status config-files network-manager:amd64 1.36.4-2ubuntu1\n"
      "2026-10-05 12:00:02 remove network-manager-gnome:amd64 1.24 <none>\n";
  const std::string apt_log =
      "\nStart-Date: 2026-10-01  08:00:00\nCommandline: apt install network-manager\n"
      "Install: network-manager:amd64 (1.36.4-2ubuntu1)\nEnd-Date: 2026-10-01  08:00:05\n"
      "\nStart-Date: 2026-10-05  12:00:00\nCommandline: apt-get -y remove network-manager\n"
      "Requested-By: joe (1000)\n"
      "Remove: network-manager-gnome:amd64 (1.24, automatic), network-manager:amd64 "
      "(1.36.4-2ubuntu1)\nEnd-Date: 2026-10-05  12:00:04\n";
  const auto of = [](const PackageLog& log, const std::string& stanza = "") {
    return brief(network_packages(dpkg(dpkg_itself + stanza), error(ErrorKind::not_found, ""), log),
                 "network-manager");
  };
  const std::string by_joe =
      "2026-10-05 12:00:00 | apt-get -y remove network-manager, requested by joe (1000)";
  CHECK(of(log_of({{"/var/log/dpkg.log", dpkg_log}, {"/var/log/apt/history.log", apt_log}})) ==
        "removed  | " + by_joe);
  CHECK(of(log_of({{"/var/log/dpkg.log", dpkg_log}})) == "removed  | 2026-10-05 12:00:02 | ");
  CHECK(of(log_of({{"/var/log/apt/history.log", apt_log}})) == "removed  | " + by_joe);
  // What is there now was not removed, whatever a log says.
  CHECK(of(log_of({{"/var/log/dpkg.log", dpkg_log}}),
           "Package: network-manager\nStatus: install ok installed\nVersion: 2\n") ==
        "installed 2");
  // Put back with dpkg alone and taken away by a script: apt's entry is about something older.
  CHECK(of(log_of({{"/var/log/dpkg.log",
                    dpkg_log + "2026-10-06 09:00:00 install network-manager:amd64 <none> 1\n"
                               "2026-10-07 09:00:00 remove network-manager:amd64 1 <none>\n"},
                   {"/var/log/apt/history.log", apt_log}})) == "removed  | 2026-10-07 09:00:00 | ");
  CHECK(of(log_of({{"/var/log/dpkg.log",
                    "2026-10-06 09:00:00 install network-manager:amd64 <none> 1\n"}})) ==
        "absent ");
}

TEST_CASE("who took it away: yum, dnf and zypper") {
  struct Case {
    const char* path;
    const char* text;
    const char* expected;
  };
  const Case cases[] = {
      {"/var/log/yum.log", "Oct 05 12:00:01 Erased: NetworkManager\n",
       "removed  | Oct 05 12:00:01 | "},
      {"/var/log/yum.log-20260101",
       "Oct 05 12:00:01 Erased: 1:NetworkManager-1.0.6-27.el7.x86_64\n",
       "removed  | Oct 05 12:00:01 | "},
      {"/var/log/yum.log", "Oct 05 12:00:01 Erased: NetworkManager-tui-1.0.6-27.el7.x86_64\n",
       "absent "},
      {"/var/log/yum.log",
       "Oct 05 12:00:01 Erased: NetworkManager\nOct 06 12:00:01 Installed: "
       "1:NetworkManager-1.0.6-27.el7.x86_64\n",
       "absent "},
      {"/var/log/dnf.rpm.log",
       "2026-10-05T12:00:00Z INFO --- logging initialized ---\n"
       "2026-10-05T12:00:01Z SUBDEBUG Installed: NetworkManager-1:1.40.0-1.el9.x86_64\n"
       "2026-10-05T12:00:02+0200 SUBDEBUG Erase: NetworkManager-1:1.40.0-1.el9.x86_64\n",
       "removed  | 2026-10-05T12:00:02+0200 | "},
      {"/var/log/dnf.rpm.log",
       "2026-10-05T12:00:02Z SUBDEBUG Upgraded: NetworkManager-1:1.40.0-1.el9.x86_64\n", "absent "},
      {"/var/log/dnf.rpm.log",
       "2026-10-05T12:00:02Z SUBDEBUG Erase: NetworkManager-team-1:1.40.0-1.el9.x86_64\n",
       "absent "},
      {"/var/log/zypp/history",
       "# 2026-10-05 12:00:00 something\n"
       "2026-10-05 12:00:01|command|root@sles|'zypper' 'rm' 'NetworkManager'|\n"
       "2026-10-05 12:00:02|remove |NetworkManager|1.38.2-150400.1|x86_64|root@sles|\n",
       "removed  | 2026-10-05 12:00:02 | 'zypper' 'rm' 'NetworkManager', by root@sles"},
      {"/var/log/zypp/history",
       "2026-10-05 12:00:02|install|NetworkManager|1.38.2-150400.1|x86_64|root@sles|repo|sum|\n",
       "absent "},
      {"/var/log/dpkg.log", "\n\n|\xff:\n2026-10-05 12:00:02 \n", "absent "},
      {"/var/log/yum.log", "Oct 05 12:00:01 \nOct 05 12:00:01 Erased: -\nx", "absent "},
  };
  for (const Case& one : cases) {
    CAPTURE(one.text);
    CHECK(brief(network_packages(error(ErrorKind::not_found, ""), rpm(rpm_head),
                                 log_of({{one.path, one.text}})),
                "NetworkManager") == one.expected);
  }
}

TEST_CASE("logs that cannot be read are told; logs that are not there are not") {
  const TreeEntry entries[] = {
      {TreeEntry::Kind::error, 0, ErrorKind::denied, "/var/log/dpkg.log", "permission denied"},
      {TreeEntry::Kind::link, 0777, {}, "/var/log/yum.log", "/dev/null"}};
  const auto log = parsed<PackageLog>("host.package-log", write_tree(entries));
  REQUIRE(log);
  CHECK(log->problems == std::vector<std::string>{"/var/log/dpkg.log: permission denied"});
  CHECK(log->all.empty());
  CHECK(parsed<PackageLog>("host.package-log", "x").error().kind == ErrorKind::malformed);
}

TEST_CASE("shown as JSON") {
  const auto packages =
      network_packages(error(ErrorKind::not_found, ""), rpm(rpm_head),
                       log_of({{"/var/log/yum.log", "Oct 05 12:00:01 Erased: wicked\n"}}));
  REQUIRE(packages);
  const std::string json = to_json(*packages);
  CHECK(json.find(R"~("name": "wicked",
      "state": "removed",
      "version": "",
      "manager": "rpm",
      "status": "not installed",
      "read_from": "/var/lib/rpm/rpmdb.sqlite (sqlite)",
      "removed_at": "Oct 05 12:00:01",
      "removed_by": "")~") != std::string::npos);
  CHECK(to_json(*rpm(rpm_head)) == R"({
  "database": "/var/lib/rpm/rpmdb.sqlite",
  "form": "sqlite",
  "count": 312,
  "damaged": 0,
  "all": [
    {
      "name": "rpm",
      "version": "4.16-1",
      "installed": "1970-01-01T00:00:01Z"
    }
  ]
})");
}
