#include "collectors/host/disks.h"
#include "probes/probe.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"paravirtual", Status::fail},
};

Verdict decide(MasterTarget<Disks> disks) {
  if (disks->has_paravirtual()) return fail("paravirtual");
  return pass();
}

}  // namespace

extern constinit const Probe master_target_scsi_controller{
    .id = "master-target.scsi-controller",
    .question = "Has it only SCSI controllers that a master target may have?",
    .rule =
        "Reprotect from Azure (2018-02-06), Common things to check after installing the master "
        "target: LSI Logic, never Paravirtual",
    .codes = codes,
    .stack = Stack::classic,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
