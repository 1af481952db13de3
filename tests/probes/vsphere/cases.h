// Tables of cases: what is different from a vCenter in which all is well, and what a probe says of
// it.
#pragma once

#include <span>

#include <doctest/doctest.h>

#include "tests/probes/one_host.h"
#include "tests/probes/vsphere/world.h"

namespace fbd {

struct VsphereCase {
  const char* what;
  void (*change)(VsphereWorld&);
  const char* outcome;      // as outcome() says it
  const char* values = "";  // those that matter: "vm=mt01|snapshots=..."
};

inline void check_cases(const Probe& probe, std::span<const VsphereCase> cases) {
  for (const VsphereCase& c : cases) {
    CAPTURE(std::string(c.what));
    VsphereWorld world;
    c.change(world);
    const Verdict verdict = world.verdict(probe);
    if (verdict.reason) CAPTURE(verdict.reason->message);
    CHECK(outcome(verdict) == std::string(c.outcome));
    check_is_declared(probe, verdict);
    std::string_view rest = c.values;
    while (!rest.empty()) {
      const std::string_view one = rest.substr(0, rest.find('|'));
      const std::size_t equals = one.find('=');
      CHECK(value(verdict, one.substr(0, equals)) == one.substr(equals + 1));
      rest.remove_prefix(std::min(rest.size(), one.size() + 1));
    }
  }
}

}  // namespace fbd
