#include "collectors/host/os_release.h"

#include <doctest/doctest.h>

#include "tests/collectors/host/capture.h"

using namespace fbd;
using Family = OsRelease::Family;

TEST_CASE("distributions by their release files") {
  struct Case {
    const char* origin;
    const char* file;
    const char* id;
    const char* version_id;
    const char* pretty;
    Family family;
    std::optional<int> major;
  };
  const Case cases[] = {
      {"host.os-release", "debian-12.txt", "debian", "12", "Debian GNU/Linux 12 (bookworm)",
       Family::debian, 12},
      {"host.os-release", "ubuntu-22.04.txt", "ubuntu", "22.04", "Ubuntu 22.04.4 LTS",
       Family::ubuntu, 22},
      {"host.os-release", "rhel-8.10.txt", "rhel", "8.10", "Red Hat Enterprise Linux 8.10 (Ootpa)",
       Family::rhel, 8},
      {"host.os-release", "rocky-9.txt", "rocky", "9.3", "Rocky Linux 9.3 (Blue Onyx)",
       Family::rhel, 9},
      {"host.os-release", "sles-15.5.txt", "sles", "15.5", "SUSE Linux Enterprise Server 15 SP5",
       Family::suse, 15},
      {"host.os-release", "arch.txt", "arch", "", "Arch Linux", Family::other, std::nullopt},
      {"host.redhat-release", "rhel-5.11.txt", "rhel", "5.11",
       "Red Hat Enterprise Linux Server release 5.11 (Tikanga)", Family::rhel, 5},
      {"host.redhat-release", "centos-6.10.txt", "centos", "6.10", "CentOS release 6.10 (Final)",
       Family::rhel, 6},
      {"host.suse-release", "sles-11.4.txt", "sles", "11.4",
       "SUSE Linux Enterprise Server 11 (x86_64)", Family::suse, 11},
      {"host.suse-release", "sles-11.txt", "sles", "11", "SUSE Linux Enterprise Server 11 (x86_64)",
       Family::suse, 11},
  };
  for (const Case& one : cases) {
    CAPTURE(one.file);
    const OsRelease release = read_capture<OsRelease>(one.origin, one.file);
    CHECK(release.id == one.id);
    CHECK(release.version_id == one.version_id);
    CHECK(release.pretty == one.pretty);
    CHECK(release.family() == one.family);
    CHECK(release.major() == one.major);
  }
}

TEST_CASE("what names no distribution is malformed") {
  for (const char* origin : {"host.os-release", "host.redhat-release", "host.suse-release"}) {
    for (const char* text : {"", "NAME=x\n", "Welcome\n", "openSUSE 11\nVERSION = 11\n"}) {
      CAPTURE(origin);
      CAPTURE(text);
      const Result<OsRelease> release = parsed<OsRelease>(origin, text);
      REQUIRE_FALSE(release);
      CHECK(release.error().kind == ErrorKind::malformed);
    }
  }
}

TEST_CASE(
    "release files are asked for in order, the next one only when the one before is not there") {
  Site site;
  Host host;
  host.name = "vm01";
  host.os = Os::gnu_linux;
  host.reach = Reach::local;
  site.hosts.push_back(host);
  Evidence evidence;
  std::vector<std::string> asked;
  while (const std::optional<Question> question =
             next_question<OsRelease>({site, evidence, site.hosts.front()})) {
    asked.push_back(question->id);
    const bool there = question->id == "host.redhat-release";
    evidence.record(*question, {{},
                                {},
                                there ? Result<std::string>("CentOS release 6.10 (Final)\n")
                                      : error(ErrorKind::not_found, "no such file")});
  }
  CHECK(asked == std::vector<std::string>{"host.os-release", "host.os-release.vendor",
                                          "host.redhat-release"});
  CHECK(known<OsRelease>({site, evidence, site.hosts.front()}).value->id == "centos");
}

TEST_CASE("OsRelease as JSON") {
  CHECK(to_json(read_capture<OsRelease>("host.os-release", "sles-15.5.txt")) == R"({
  "id": "sles",
  "id_like": [
    "suse"
  ],
  "version_id": "15.5",
  "pretty": "SUSE Linux Enterprise Server 15 SP5",
  "family": "suse",
  "major": 15
})");
}
