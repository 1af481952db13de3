#include "probes/vsphere/machines.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"not-installed", Status::fail, "vm"},
    {"not-running", Status::fail, "vm"},
};

Verdict decide(MasterTarget<Itself> target, const Vspheres<VsphereVms>& vms,
               const Vspheres<VsphereSiteMachines>& machines) {
  const OneMachine machine = only_machine(target.host(), vms);
  if (!machine.found) return machine.otherwise;
  const Result<const SiteMachine*> details = fbd::details(*machine.found, machines);
  if (!details) return not_known(*machine.found, details.error());
  const SiteMachine& mt = **details;
  const std::string vm = machine.found->vm->name.value_or(target.host().name);
  if (mt.tools_version && *mt.tools_version == "guestToolsNotInstalled")
    return fail("not-installed", {{"vm", vm}});
  if (!mt.tools) return not_known(*machine.found, mt.tools.error());
  if (*mt.tools == "guestToolsRunning") return pass();
  // They run scripts of the guest while it starts or stops: nobody can say yet.
  if (*mt.tools == "guestToolsExecutingScripts")
    return unknown({ErrorKind::failed, vm + ": VMware Tools execute scripts just now; ask again"});
  return fail("not-running", {{"vm", vm}});
}

}  // namespace

extern constinit const Probe vsphere_vmware_tools{
    .id = "vsphere.vmware-tools",
    .question = "Do VMware Tools run on the master target?",
    .rule =
        "Reprotect from Azure (2018-02-06), Common things to check after installing the master "
        "target: "
        "VMware Tools; without them the datastores of its ESXi host are not detected",
    .codes = codes,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
