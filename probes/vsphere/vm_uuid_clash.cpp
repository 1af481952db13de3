#include "probes/vsphere/clashes.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"among-protected-vms", Status::fail, "what uuids machines origin"},
    {"with-another", Status::warn, "what uuids machines origin"},
};

Verdict decide(ProtectedVm<Itself> host, const Vspheres<VsphereVms>& vms,
               const Vspheres<VsphereEvents>& events) {
  // What it shares with a master target is told there.
  return clash_verdict(host.host(), "among-protected-vms", host.site(), vms, events);
}

}  // namespace

extern constinit const Probe vsphere_vm_uuid_clash{
    .id = "vsphere.vm-uuid-clash",
    .question = "Has the protected VM UUIDs that no other machine has?",
    .rule =
        "Reprotect from Azure (2018-02-06), Common issues: machines made from a template need "
        "UUIDs of their own; a clash with the master target lets reprotect fail",
    .codes = codes,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
