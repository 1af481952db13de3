#include "collectors/host/kernel.h"
#include "probes/probe.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"bypassed", Status::fail, "kernel"},
    {"not-for-kernel", Status::fail, "kernel other"},
    {"not-loaded", Status::fail, "kernel"},
};

Verdict decide(ProtectedVm<Kernel> kernel) {
  if (kernel->bypassed) return fail("bypassed", {{"kernel", kernel->release}});
  if (kernel->driver_loaded) return pass();
  if (!kernel->driver_for_release)
    return fail("not-for-kernel",
                {{"kernel", kernel->release},
                 {"other", kernel->driver_elsewhere.empty() ? "none" : kernel->driver_elsewhere}});
  return fail("not-loaded", {{"kernel", kernel->release}});
}

}  // namespace

extern constinit const Probe agent_driver{
    .id = "agent.driver",
    .question = "Is Site Recovery's driver loaded for the running kernel?",
    .rule =
        "Azure/Azure-SiteRecovery, supported kernels (2026-07); Azure/AzMigrate-Hydration (January "
        "2025), driver",
    .codes = codes,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
