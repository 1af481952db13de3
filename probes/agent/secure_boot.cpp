#include "collectors/host/kernel.h"
#include "probes/probe.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"enabled", Status::warn, "kernel"},
};

Verdict decide(ProtectedVm<Kernel> kernel) {
  // Absent: a machine without EFI has no Secure Boot.
  if (kernel->secure_boot.value_or(false)) return warn("enabled", {{"kernel", kernel->release}});
  return pass();
}

}  // namespace

extern constinit const Probe agent_secure_boot{
    .id = "agent.secure-boot",
    .question = "Is Secure Boot off, which keeps the driver from loading?",
    .rule = "Azure/AzMigrate-Hydration (January 2025), installer: SecureBootEnabled",
    .codes = codes,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
