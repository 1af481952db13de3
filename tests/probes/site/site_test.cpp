#include <doctest/doctest.h>

#include "tests/probes/one_host.h"

namespace fbd {

extern const Probe site_clock;
extern const Probe site_agent_versions;
extern const Probe site_disk_slots;
extern const Probe site_operating_systems;
extern const Probe site_server_version;
extern const Probe site_registration;

namespace {

std::string judged(const OneHost& host, const Probe& probe) {
  const Verdict verdict = host.verdict(probe);
  check_is_declared(probe, verdict);
  return outcome(verdict);
}

/// A classic site: mt01 is there besides, whatever its role, and answers as a case says.
void add_mt01(OneHost& host, Role role, Os os) {
  host.site.stack = Stack::classic;
  Host other;
  other.name = "mt01";
  other.roles = {role};
  other.os = os;
  other.reach = Reach::ssh;
  host.site.hosts.push_back(other);
}

/// vm01 and the master target mt01.
OneHost vm_and_master_target() {
  OneHost host;
  add_mt01(host, Role::master_target, Os::gnu_linux);
  return host;
}

void answer_of_target(OneHost& host, const std::string& question, std::string answer) {
  host.evidence.erase({"mt01", question});
  host.evidence.record(
      {"mt01", question, ReadFile{"/" + question}},
      {std::chrono::sys_seconds(std::chrono::seconds(1'000'000)), {}, std::move(answer)});
}

TEST_CASE("site.clock compares with the machine that asked, whose time is 1000000") {
  const std::pair<const char*, const char*> cases[] = {
      {"1000000\n", "pass"},          {"1000060\n", "pass"},          {"999940\n", "pass"},
      {"1000061\n", "warn drifting"}, {"1000900\n", "warn drifting"}, {"1000901\n", "fail skewed"},
      {"999000\n", "fail skewed"},    {"", "unknown malformed"},      {"noon", "unknown malformed"},
  };
  for (const auto& one : cases) {
    const std::string answer = one.first;
    const std::string expected = one.second;
    CAPTURE(answer);
    OneHost host;
    host.with("host.clock", answer);
    CHECK(judged(host, site_clock) == expected);
  }
  OneHost host;
  host.with("host.clock", "999000\n");
  CHECK(value(host.verdict(site_clock), "direction") == "behind");
}

TEST_CASE("site.agent-versions: four releases apart are supported") {
  const auto apart = [](const std::string& vm, const std::string& target) {
    OneHost host = vm_and_master_target();
    host.with("host.agent-version", "VERSION=" + vm + "\n");
    answer_of_target(host, "host.agent-version", "VERSION=" + target + "\n");
    return judged(host, site_agent_versions);
  };
  CHECK(apart("9.62.0.0", "9.66.7567.1") == "pass");
  CHECK(apart("9.61.0.0", "9.66.7567.1") == "warn too-far-apart");
  CHECK(apart("9.66", "9.61.0.0") == "warn too-far-apart");
  CHECK(apart("unknown", "9.61.0.0") == "unknown malformed");
  OneHost host = vm_and_master_target();
  host.with("host.agent-version", "VERSION=9.66.1.1\n");
  CHECK(judged(host, site_agent_versions) == "unknown not-collected");
}

TEST_CASE("site.disk-slots: all disks of all VMs, and those that the master target has itself") {
  const auto fits = [](int of_vm, int of_target) {
    const auto answer = [](int count) {
      std::string text;
      for (int i = 0; i < count; ++i) text += "disk sd" + std::to_string(i) + " 8\n";
      return text + "root /dev/sda1 none\n";
    };
    OneHost host = vm_and_master_target();
    host.with("host.disks", answer(of_vm));
    answer_of_target(host, "host.disks", answer(of_target));
    return judged(host, site_disk_slots);
  };
  CHECK(fits(58, 2) == "pass");
  CHECK(fits(59, 2) == "fail too-few");
  CHECK(fits(1, 61) == "fail too-few");
}

TEST_CASE("site.operating-systems: a Linux VM needs a Linux master target") {
  OneHost host = vm_and_master_target();
  host.with("host.os-release", "ID=debian\nVERSION_ID=\"12\"\nPRETTY_NAME=\"Debian 12\"\n");
  CHECK(judged(host, site_operating_systems) == "pass");
  host.site.hosts.back().os = Os::windows;
  CHECK(judged(host, site_operating_systems) == "fail no-linux-target");
  host.site.hosts.back().os = Os::unknown;
  CHECK(judged(host, site_operating_systems) == "unknown not-found");
  host.site.hosts.pop_back();
  CHECK(judged(host, site_operating_systems) == "skipped not-collected");
  OneHost nothing = vm_and_master_target();
  CHECK(judged(nothing, site_operating_systems) == "unknown not-collected");
}

TEST_CASE("site.server-version: a master target is not newer, nobody more than four behind") {
  const auto judge_it = [](Role role, const std::string& own, const std::string& of_server) {
    OneHost host(role);
    add_mt01(host, Role::configuration_server, Os::windows);
    host.with("host.agent-version", "VERSION=" + own + "\n");
    answer_of_target(host, "host.windows",
                     R"({"time":1,"services":[{"name":"dra","version":"5.23.1"},)"
                     R"({"name":"cxprocessserver","version":")" +
                         of_server + R"("}]})");
    return judged(host, site_server_version);
  };
  const Role vm = Role::protected_vm;
  const Role target = Role::master_target;
  CHECK(judge_it(target, "9.62.7112.1", "9.62.7112.1") == "pass");
  CHECK(judge_it(target, "9.62.7113.1", "9.62.7112.1") == "fail master-target-newer");
  CHECK(judge_it(target, "9.62.0.0", "9.62.7112.1") == "pass");
  CHECK(judge_it(target, "9.63.0.0", "9.62.7112.1") == "fail master-target-newer");
  CHECK(judge_it(target, "9.58.1.1", "9.62.7112.1") == "pass");
  CHECK(judge_it(target, "9.57.1.1", "9.62.7112.1") == "warn outdated");
  CHECK(judge_it(vm, "9.63.1.1", "9.62.7112.1") == "pass");
  CHECK(judge_it(vm, "9.57.1.1", "9.62.7112.1") == "warn outdated");
  CHECK(judge_it(vm, "9", "9.62.7112.1") == "unknown malformed");
  CHECK(judge_it(vm, "9.x", "9.62.7112.1") == "unknown malformed");
  CHECK(judge_it(vm, "9.62.1.1", "") == "unknown not-found");
}

TEST_CASE("site.registration: all agents, one address") {
  const auto judge_it = [](const std::string& vm, const std::string& target) {
    const auto config = [](const std::string& server) {
      return "[vxagent]\nHostId = 1\n[vxagent.transport]\nHostname = " + server + "\n";
    };
    OneHost host = vm_and_master_target();
    host.with("host.agent-config", config(vm));
    answer_of_target(host, "host.agent-config", config(target));
    return judged(host, site_registration);
  };
  CHECK(judge_it("10.0.0.4", "10.0.0.4") == "pass");
  CHECK(judge_it("CS01", "cs01") == "pass");
  CHECK(judge_it("10.0.0.4", "10.0.0.5") == "warn different-addresses");
  CHECK(judge_it("10.0.0.4", "cs01") == "warn different-addresses");
  CHECK(judge_it("10.0.0.4", "") == "pass");
  CHECK(judge_it("", "") == "unknown not-found");
  OneHost host = vm_and_master_target();
  host.with("host.agent-config", "");
  answer_of_target(host, "host.agent-config", "[vxagent]\n");
  CHECK(judged(host, site_registration) == "unknown malformed");
  answer_of_target(host, "host.agent-config", "");
  CHECK(judged(host.never_asked("host.agent-config"), site_registration) ==
        "unknown not-collected");
}

TEST_CASE("site.operating-systems: a Windows VM needs a Windows master target") {
  OneHost host = vm_and_master_target();
  host.site.hosts.front().os = Os::windows;
  CHECK(judged(host, site_operating_systems) == "unknown not-collected");
  host.with("host.windows", R"({"time":1,"services":[]})");
  CHECK(judged(host, site_operating_systems) == "fail no-windows-target");
  host.site.hosts.back().os = Os::windows;
  CHECK(judged(host, site_operating_systems) == "pass");
  host.site.hosts.back().os = Os::unknown;
  CHECK(judged(host, site_operating_systems) == "unknown not-found");
  host.site.hosts.front().reach = Reach::none;
  CHECK(judged(host.never_asked("host.windows"), site_operating_systems) ==
        "skipped not-collected");
}

}  // namespace
}  // namespace fbd
