#include "probes/vsphere/clashes.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"with-protected-vm", Status::fail, "what uuids machines origin"},
    {"with-another", Status::warn, "what uuids machines origin"},
};

Verdict decide(MasterTarget<Itself> host, const Vspheres<VsphereVms>& vms,
               const Vspheres<VsphereEvents>& events) {
  return clash_verdict(host.host(), "with-protected-vm", host.site(), vms, events);
}

}  // namespace

extern constinit const Probe vsphere_uuid_clash{
    .id = "vsphere.uuid-clash",
    .question = "Has the master target UUIDs that no other machine has?",
    .rule =
        "Reprotect from Azure (2018-02-06), Common issues: machines made from a template need "
        "UUIDs of their own; a clash with the master target lets reprotect fail",
    .codes = codes,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
