#include <algorithm>

#include "collectors/host/disks.h"
#include "probes/probe.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"too-few", Status::fail, "wanted free most"},
};

// Reprotect from Azure (2018-02-06), Before you begin: at most 60 disks on one master target, the
// disks of all VMs that are reprotected to it together.
constexpr std::size_t most_disks = 60;

Verdict decide(const Every<MasterTarget<Disks>>& targets, const Every<ProtectedVm<Disks>>& vms) {
  std::size_t free = 0;
  for (const auto& target : targets) free += most_disks - std::min(most_disks, target->all.size());
  std::size_t wanted = 0;
  for (const auto& vm : vms) wanted += vm->all.size();
  if (wanted > free)
    return fail("too-few", {{"wanted", std::to_string(wanted)},
                            {"free", std::to_string(free)},
                            {"most", std::to_string(most_disks)}});
  return pass();
}

}  // namespace

extern constinit const Probe site_disk_slots{
    .id = "site.disk-slots",
    .question = "Is there a place on a master target for every disk of the protected VMs?",
    .rule =
        "Reprotect from Azure (2018-02-06), Before you begin: at most 60 disks on one master "
        "target",
    .codes = codes,
    .stack = Stack::classic,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
