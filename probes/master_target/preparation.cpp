#include "collectors/host/agent_markers.h"
#include "collectors/host/disks.h"
#include "collectors/host/processes.h"
#include "probes/probe.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"not-applied", Status::fail, "path"},
    {"root-on-lvm", Status::fail},
    {"lvmetad", Status::warn},
};

Verdict decide(MasterTarget<AgentMarkers> markers, MasterTarget<Disks> disks,
               MasterTarget<Processes> processes) {
  const std::string path(AgentMarkers::master_target);
  if (disks->root_on_lvm) return fail("root-on-lvm");
  if (!markers->could_look_at(path))
    return unknown({ErrorKind::denied,
                    markers.host().name + ": " + path + " cannot be looked at; run this as root"});
  if (!markers->has(path)) return fail("not-applied", {{"path", path}});
  if (processes->runs("lvmetad")) return warn("lvmetad");
  return pass();
}

}  // namespace

extern constinit const Probe master_target_preparation{
    .id = "master-target.preparation",
    .question = "Was the machine prepared to be a master target?",
    .rule =
        "Install a Linux master target (2026-02-13), Apply custom configuration changes; "
        "Azure/AzMigrate-Hydration (January 2025), installer",
    .codes = codes,
    .stack = Stack::classic,
    .os = Os::gnu_linux,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
