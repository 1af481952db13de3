// One Linux host that answered as a test says, and what a probe makes of it. The whole way of the
// data is tested: raw answers in, a finding out.
#pragma once

#include <algorithm>
#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "collectors/evidence/evidence.h"
#include "collectors/evidence/site.h"
#include "probes/catalog.h"

namespace fbd {

class OneHost {
 public:
  explicit OneHost(Role role = Role::protected_vm) {
    Host host;
    host.name = "vm01";
    host.os = Os::gnu_linux;
    host.reach = Reach::local;
    host.roles.add(role);
    site.hosts.push_back(host);
  }

  /// Replaces an earlier answer, so that a case can differ from another in one thing.
  OneHost& with(const std::string& question, Result<std::string> answer) {
    evidence.erase({"vm01", question});
    evidence.record(
        {"vm01", question, ReadFile{"/" + question}},
        {std::chrono::sys_seconds(std::chrono::seconds(1'000'000)), {}, std::move(answer)});
    return *this;
  }
  OneHost& without(const std::string& question, ErrorKind kind = ErrorKind::not_found) {
    return with(question, error(kind, "vm01: " + question + ": " + std::string(name(kind))));
  }
  OneHost& never_asked(const std::string& question) {
    evidence.erase({"vm01", question});
    return *this;
  }

  Verdict verdict(const Probe& probe) const {
    const Probe* const probes[] = {&probe};
    const std::vector<Finding> findings = judge(probes, site, evidence);
    REQUIRE(findings.size() == 1);
    return findings.front().verdict;
  }

  Site site;
  Evidence evidence;
};

/// The value of that name, or "" if the verdict has none.
inline std::string value(const Verdict& verdict, std::string_view name) {
  const auto found = verdict.values.find(name);
  return found == verdict.values.end() ? "" : found->second;
}

/// What a failed check shows: "fail missing" or "unknown denied: vm01: ...".
inline std::string outcome(const Verdict& verdict) {
  std::string text(name(verdict.status));
  if (verdict.status == Status::fail || verdict.status == Status::warn) text += " " + verdict.code;
  if (verdict.reason) text += " " + std::string(name(verdict.reason->kind));
  return text;
}

/// Every code a verdict may have is declared by its probe, with its status and its values.
inline void check_is_declared(const Probe& probe, const Verdict& verdict) {
  if (verdict.status != Status::fail && verdict.status != Status::warn) return;
  for (const KnownCode& known : known_codes(std::vector<const Probe*>{&probe})) {
    if (known.code != std::string(probe.id) + "." + verdict.code) continue;
    CHECK(known.status == verdict.status);
    std::vector<std::string> names;
    for (const auto& one : verdict.values) names.push_back(one.first);
    std::vector<std::string> declared = known.values;
    std::sort(declared.begin(), declared.end());
    CHECK(names == declared);
    return;
  }
  FAIL("not declared: ", verdict.code);
}

}  // namespace fbd
