#include "collectors/host/platform.h"
#include "collectors/host/processes.h"
#include "probes/probe.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"stopped", Status::fail},
};

Verdict decide(MasterTarget<Processes> processes) {
  if (!processes->runs("vmtoolsd")) return fail("stopped");
  return pass();
}

}  // namespace

extern constinit const Probe master_target_vmware_tools{
    .id = "master-target.vmware-tools",
    .question = "Do VMware Tools run?",
    .rule =
        "Reprotect from Azure (2018-02-06), Common things to check after installing the master "
        "target; (2026-02-12): open-vm-tools do as well",
    .codes = codes,
    .stack = Stack::classic,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
