#include "collectors/evidence/text.h"
#include "probes/vsphere/machines.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"missing", Status::fail, "vm"},
    {"off", Status::fail, "vm setting"},
};

Verdict decide(MasterTarget<Itself> target, const Vspheres<VsphereVms>& vms,
               const Vspheres<VsphereSiteMachines>& machines) {
  const OneMachine machine = only_machine(target.host(), vms);
  if (!machine.found) return machine.otherwise;
  const Result<const SiteMachine*> details = fbd::details(*machine.found, machines);
  if (!details) return not_known(*machine.found, details.error());
  const Result<std::string>& setting = (*details)->disk_enable_uuid;
  if (!setting && setting.error().kind == ErrorKind::not_found)
    return fail("missing", {{"vm", machine.found->vm->name.value_or(target.host().name)}});
  if (!setting) return not_known(*machine.found, setting.error());
  // The client writes TRUE, other tools "true" or 1.
  if (same_word(*setting, "true") || *setting == "1") return pass();
  return fail(
      "off", {{"vm", machine.found->vm->name.value_or(target.host().name)}, {"setting", *setting}});
}

}  // namespace

extern constinit const Probe vsphere_disk_enable_uuid{
    .id = "vsphere.disk-enable-uuid",
    .question = "Does the master target give its disks their UUIDs (disk.EnableUUID)?",
    .rule =
        "Reprotect from Azure (2018-02-06), Common things to check after installing the master "
        "target: "
        "disk.EnableUUID=true",
    .codes = codes,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
