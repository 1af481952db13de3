#include <algorithm>

#include "probes/vsphere/machines.h"
#include "probes/vsphere/names.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"paravirtual", Status::fail, "vm controllers"},
    {"no-lsi-logic", Status::fail, "vm"},
};

bool is_lsi_logic(const VirtualDevice& device) {
  return device.type == "VirtualLsiLogicController" ||
         device.type == "VirtualLsiLogicSASController";
}

Verdict decide(MasterTarget<Itself> target, const Vspheres<VsphereVms>& vms,
               const Vspheres<VsphereSiteMachines>& machines) {
  const OneMachine machine = only_machine(target.host(), vms);
  if (!machine.found) return machine.otherwise;
  const Result<const SiteMachine*> details = fbd::details(*machine.found, machines);
  if (!details) return not_known(*machine.found, details.error());
  const Result<std::vector<VirtualDevice>>& devices = (*details)->devices;
  if (!devices) return not_known(*machine.found, devices.error());
  const std::string vm = machine.found->vm->name.value_or(target.host().name);
  std::vector<std::string> paravirtual;
  for (const VirtualDevice& device : *devices)
    if (device.type == "ParaVirtualSCSIController") paravirtual.push_back(device.label);
  if (!paravirtual.empty())
    return fail("paravirtual", {{"vm", vm}, {"controllers", listed(paravirtual)}});
  if (std::none_of(devices->begin(), devices->end(), is_lsi_logic))
    return fail("no-lsi-logic", {{"vm", vm}});
  return pass();
}

}  // namespace

extern constinit const Probe vsphere_scsi_controllers{
    .id = "vsphere.scsi-controllers",
    .question = "Has the master target LSI Logic SCSI controllers and no paravirtual one?",
    .rule =
        "Reprotect from Azure (2018-02-06), Common things to check after installing the master "
        "target: "
        "only LSI Logic, no paravirtual SCSI controllers",
    .codes = codes,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
