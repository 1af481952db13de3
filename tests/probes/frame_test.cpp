// decided_by: from a parameter list to needs and findings.
#include "probes/probe.h"

#include <doctest/doctest.h>

#include "probes/catalog.h"

namespace fbd {
namespace {

struct Size {
  int value = 0;
  static std::span<const Origin<Size>> origins();
};

Result<Size> parse_size(std::string_view answer) {
  if (answer.empty()) return error(ErrorKind::malformed, "no number");
  return Size{static_cast<int>(answer.size())};
}

constexpr Origin<Size> size_origins[] = {
    {"test.size", Os::gnu_linux, read_file("/size"), parse_size},
};

std::span<const Origin<Size>> Size::origins() { return size_origins; }

constexpr Code codes[] = {{"large", Status::fail, "value"}};

Verdict one(ProtectedVm<Size> size) {
  return size->value > 3 ? fail("large", {{"value", std::to_string(size->value)}}) : pass();
}
Verdict failure_too(ProtectedVm<Result<Size>> size) {
  if (*size) return pass();
  return size->error().kind == ErrorKind::not_found ? fail("large", {{"value", "none"}})
                                                    : unknown(size->error());
}
Verdict pair_of(ProtectedVm<Size> vm, MasterTarget<Size> target) {
  return vm->value > target->value ? fail("large", {{"value", ""}}) : pass();
}
Verdict all(const Every<ProtectedVm<Size>>& sizes) {
  int sum = 0;
  for (const ProtectedVm<Size>& size : sizes) sum += size->value;
  return sum > 4 ? fail("large", {{"value", std::to_string(sum)}}) : pass();
}
Verdict same_host(ProtectedVm<Size> size, ProtectedVm<Result<Size>> again) {
  return again.host().name == size.host().name ? pass() : fail("large");
}

template <auto decide>
constexpr Probe probe_of() {
  return {.id = "test.probe",
          .question = "Is it small?",
          .rule = "none",
          .codes = codes,
          .decision = decided_by<decide>()};
}

constinit const Probe probe_one = probe_of<one>();
constinit const Probe probe_failure_too = probe_of<failure_too>();
constinit const Probe probe_pair = probe_of<pair_of>();
constinit const Probe probe_all = probe_of<all>();
constinit const Probe probe_same = probe_of<same_host>();

Host host(std::string name, Role role) {
  Host host;
  host.name = std::move(name);
  host.roles = {role};
  host.os = Os::gnu_linux;
  host.reach = Reach::local;
  return host;
}

/// web01 and web02 are protected VMs, mt01 is a master target.
Site test_site() {
  return {Stack::classic,
          {host("web01", Role::protected_vm), host("web02", Role::protected_vm),
           host("mt01", Role::master_target)},
          {}};
}

void answer(Evidence& evidence, const std::string& name, Result<std::string> text, int at = 100) {
  evidence.record({name, "test.size", ReadFile{"/size"}},
                  {std::chrono::sys_seconds{std::chrono::seconds{at}}, {}, std::move(text)});
}

std::vector<Finding> judged(const Probe& probe, const Site& site, const Evidence& evidence) {
  const Probe* probes[] = {&probe};
  return judge(probes, site, evidence);
}

TEST_CASE("one finding for every host in the role") {
  const Site site = test_site();
  Evidence evidence;
  answer(evidence, "web01", "ab");
  answer(evidence, "web02", "abcdef", 200);
  const std::vector<Finding> findings = judged(probe_one, site, evidence);
  REQUIRE(findings.size() == 2);
  CHECK(findings[0].hosts == std::vector<std::string>{"web01"});
  CHECK(findings[0].verdict.status == Status::pass);
  CHECK(findings[0].code() == "test.probe");
  CHECK(findings[1].code() == "test.probe.large");
  CHECK(findings[1].verdict.values == Values{{"host", "web02"}, {"value", "6"}});
  CHECK(findings[1].evidence == std::vector<Asked>{{"web02", "test.size"}});
  CHECK(findings[1].at == std::chrono::sys_seconds{std::chrono::seconds{200}});
}

TEST_CASE(
    "a fact that is missing or unreadable is unknown with its reason, and decide is not asked") {
  const Site site = test_site();
  Evidence evidence;
  answer(evidence, "web01", error(ErrorKind::denied, "web01: /size: permission denied"));
  answer(evidence, "web02", "");
  const std::vector<Finding> findings = judged(probe_one, site, evidence);
  REQUIRE(findings.size() == 2);
  CHECK(findings[0].code() == "test.probe.unknown");
  CHECK(findings[0].verdict.reason == Error{ErrorKind::denied, "web01: /size: permission denied"});
  CHECK(findings[1].verdict.reason == Error{ErrorKind::malformed, "web02: no number"});
}

TEST_CASE("a probe that asks for failures sees them, but never what was not collected") {
  const Site site = test_site();
  Evidence evidence;
  answer(evidence, "web01", error(ErrorKind::not_found, "gone"));
  const std::vector<Finding> findings = judged(probe_failure_too, site, evidence);
  REQUIRE(findings.size() == 2);
  CHECK(findings[0].verdict.status == Status::fail);
  CHECK(findings[1].verdict.status == Status::unknown);
  CHECK(findings[1].verdict.reason->kind == ErrorKind::not_collected);
}

TEST_CASE("two roles: a finding for every pair") {
  const Site site = test_site();
  Evidence evidence;
  answer(evidence, "web01", "a");
  answer(evidence, "web02", "abc");
  answer(evidence, "mt01", "ab");
  const std::vector<Finding> findings = judged(probe_pair, site, evidence);
  REQUIRE(findings.size() == 2);
  CHECK(findings[0].hosts == std::vector<std::string>{"web01", "mt01"});
  CHECK(findings[0].verdict.status == Status::pass);
  CHECK(findings[1].hosts == std::vector<std::string>{"web02", "mt01"});
  CHECK(findings[1].verdict.status == Status::fail);
}

TEST_CASE("every: one finding for all hosts at once, unknown when one is missing") {
  const Site site = test_site();
  Evidence evidence;
  answer(evidence, "web01", "abc");
  CHECK(judged(probe_all, site, evidence).front().verdict.status == Status::unknown);
  answer(evidence, "web02", "abc");
  const std::vector<Finding> findings = judged(probe_all, site, evidence);
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].verdict.values.at("value") == "6");
  CHECK(findings[0].evidence.size() == 2);
}

TEST_CASE("two facts of one role are of the same host, and asked for once") {
  const Site site = test_site();
  Evidence evidence;
  answer(evidence, "web01", "a");
  answer(evidence, "web02", "a");
  const std::vector<Finding> findings = judged(probe_same, site, evidence);
  REQUIRE(findings.size() == 2);
  CHECK(findings[0].verdict.status == Status::pass);
  CHECK(findings[0].evidence.size() == 1);
  const Probe* probes[] = {&probe_same, &probe_pair};
  CHECK(needs(probes, site).size() == 3);  // web01, web02, mt01
}

TEST_CASE("no host in the role is skipped and says so") {
  Site site = test_site();
  site.hosts.pop_back();
  const std::vector<Finding> findings = judged(probe_pair, site, {});
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].verdict.status == Status::skipped);
  CHECK(findings[0].verdict.reason->message == "no master target is known");
}

TEST_CASE("a probe of one stack is skipped on the other") {
  Probe classic_only = probe_of<one>();
  classic_only.stack = Stack::classic;
  Site site = test_site();
  site.stack = Stack::modernized;
  const std::vector<Finding> findings = judged(classic_only, site, {});
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].verdict.status == Status::skipped);
  site.stack = Stack::unknown;
  CHECK(judged(classic_only, site, {}).front().verdict.status == Status::unknown);
}

TEST_CASE("excluded roles rule a host out") {
  Site site = test_site();
  site.hosts[0].roles.add(Role::configuration_server);
  const Roles clients = Roles{Role::protected_vm}.but_not(Role::configuration_server);
  REQUIRE(site.in(clients).size() == 1);
  CHECK(site.in(clients).front()->name == "web02");
}

TEST_CASE("exit codes are those of monitoring plugins; no evidence is never 0") {
  const auto finding = [](Status status) {
    Finding one;
    one.verdict.status = status;
    return one;
  };
  struct Case {
    std::vector<Status> statuses;
    int code;
  };
  for (const Case& one :
       {Case{{}, 3}, Case{{Status::skipped}, 3}, Case{{Status::pass, Status::skipped}, 0},
        Case{{Status::pass, Status::warn}, 1}, Case{{Status::warn, Status::unknown}, 3},
        Case{{Status::unknown, Status::fail, Status::pass}, 2}}) {
    std::vector<Finding> findings;
    for (const Status status : one.statuses) findings.push_back(finding(status));
    CHECK(exit_code(findings) == one.code);
  }
}

}  // namespace
}  // namespace fbd
