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

/// What all say that ask one of the site's machines: as well as it can be, and of no server.
inline void check_of_servers(const Probe& probe) {
  const VsphereCase cases[] = {
      {"all is well", [](VsphereWorld&) {}, "pass"},
      {"the server cannot be asked",
       [](VsphereWorld& w) {
         w.lacks("vc01", "vsphere.vms", {ErrorKind::refused, "vc01: refused"});
       },
       "unknown refused"},
      {"no server has an account", [](VsphereWorld& w) { w.host("vc01").account.reset(); },
       "skipped not-collected"},
  };
  check_cases(probe, cases);
}

/// The same of those that ask the master target, which has to be one machine.
inline void check_of_master_target(const Probe& probe) {
  check_of_servers(probe);
  const VsphereCase cases[] = {
      {"the machine is not found", [](VsphereWorld& w) { w.host("mt01").vm_name = "mt-old"; },
       "unknown not-found"},
      {"two machines could be it",
       [](VsphereWorld& w) {
         VsphereWorld::Json twin = w.row("vsphere.vms", "VirtualMachine:vm-1");
         twin["ref"] = "VirtualMachine:vm-8";
         w.rows("vsphere.vms").push_back(twin);
       },
       "unknown failed"},
  };
  check_cases(probe, cases);
}

}  // namespace fbd
