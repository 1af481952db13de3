#include "collectors/host/disks.h"
#include "probes/probe.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"too-many", Status::fail, "count most"},
    {"nearly-full", Status::warn, "count most"},
};

// Four SCSI controllers of fifteen disks. Whether the system's own disks count is not stated, so
// all are counted. Source: Reprotect from Azure (2018-02-06), Before you begin.
constexpr std::size_t most_disks = 60;
constexpr std::size_t many_disks = 50;

Verdict decide(MasterTarget<Disks> disks) {
  const std::size_t count = disks->all.size();
  const Values values{{"count", std::to_string(count)}, {"most", std::to_string(most_disks)}};
  if (count > most_disks) return fail("too-many", values);
  if (count >= many_disks) return warn("nearly-full", values);
  return pass();
}

}  // namespace

extern constinit const Probe master_target_disk_count{
    .id = "master-target.disk-count",
    .question = "Is there room for more disks?",
    .rule =
        "Reprotect from Azure (2018-02-06), Before you begin: at most 60 disks on one master "
        "target",
    .codes = codes,
    .stack = Stack::classic,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
