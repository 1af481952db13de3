#include "probes/vsphere/clashes.h"
#include "probes/vsphere/machines.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"with-protected-vm", Status::fail, "what uuids machines origin"},
    {"with-another", Status::warn, "what uuids machines origin"},
};

Verdict decide(MasterTarget<Itself> host, const Vspheres<VsphereVms>& vms,
               const Vspheres<VsphereEvents>& events) {
  const OneMachine machine = only_machine(host.host(), vms);
  if (!machine.found) return machine.otherwise;
  const Clashes clashes = clashes_of(*machine.found, host.site(), vms, events);
  if (!clashes.with_protected.empty())
    return fail("with-protected-vm", values_of(clashes.with_protected));
  // Whom nobody asked about might be a protected VM.
  if (clashes.blind && clashes.blind->kind == ErrorKind::not_collected)
    return unknown(*clashes.blind);
  if (!clashes.with_others.empty()) return warn("with-another", values_of(clashes.with_others));
  if (clashes.blind) return unknown(*clashes.blind);
  return pass();
}

}  // namespace

extern constinit const Probe vsphere_uuid_clash{
    .id = "vsphere.uuid-clash",
    .question = "Has the master target UUIDs that no other machine has?",
    .rule =
        "Reprotect from Azure (2018-02-06), Common issues: machines made from a template need "
        "UUIDs of their "
        "own; a clash with the master target lets reprotect fail",
    .codes = codes,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
