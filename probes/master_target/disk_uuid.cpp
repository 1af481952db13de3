#include "collectors/host/disks.h"
#include "collectors/host/platform.h"
#include "probes/probe.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"hidden", Status::fail, "disks"},
};

Verdict decide(MasterTarget<Disks> disks, MasterTarget<Platform> platform) {
  if (!platform->on_vmware())
    return unknown({ErrorKind::failed, disks.host().name + " is no VMware VM, so its disks say "
                                                           "nothing about disk.EnableUUID"});
  std::string hidden;
  bool any = false;
  for (const Disks::Disk& disk : disks->all) {
    if (!disk.name.starts_with("sd")) continue;
    any = true;
    if (!disk.has_uuid) hidden += (hidden.empty() ? "" : ", ") + disk.name;
  }
  if (!any)
    return unknown({ErrorKind::not_found, disks.host().name + " has no SCSI disk to tell it by"});
  if (!hidden.empty()) return fail("hidden", {{"disks", hidden}});
  return pass();
}

}  // namespace

extern constinit const Probe master_target_disk_uuid{
    .id = "master-target.disk-uuid",
    .question = "Do the master target's disks show their UUIDs (disk.EnableUUID)?",
    .rule = "Reprotect from Azure (2018-02-06), Before you begin: disk.EnableUUID must be true",
    .codes = codes,
    .stack = Stack::classic,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
