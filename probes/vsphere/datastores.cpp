#include <algorithm>
#include <set>

#include "probes/vsphere/datastore_use.h"
#include "probes/vsphere/machines.h"
#include "probes/vsphere/names.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"none", Status::fail, "esxi"},
    {"no-vmfs", Status::fail, "esxi types"},
    {"unusable", Status::fail, "esxi datastores"},
    {"only-vsan", Status::warn, "esxi"},
};

Verdict decide(MasterTarget<Itself> target, const Vspheres<VsphereVms>& vms,
               const Vspheres<VsphereHosts>& hosts, const Vspheres<VsphereDatastores>& datastores) {
  const OneMachine machine = only_machine(target.host(), vms);
  if (!machine.found) return machine.otherwise;
  const Found& mt = *machine.found;
  const Result<const VsphereHost*> host = host_of(mt, hosts);
  if (!host) return not_known(mt, host.error());
  if (!(*host)->datastores) return not_known(mt, (*host)->datastores.error());
  const Result<VsphereDatastores>* const here = of_server(datastores, *mt.server);
  if (!here || !*here)
    return not_known(mt, here ? here->error()
                              : Error{ErrorKind::not_collected, "datastores were not asked for"});
  const std::string name = (*host)->name.value_or((*host)->ref);
  if ((*host)->datastores->empty()) return fail("none", {{"esxi", name}});

  std::set<std::string> types;
  std::vector<std::string> unusable;
  std::optional<Error> blind;
  bool has_vmfs = false, has_vsan = false;
  for (const std::string& ref : *(*host)->datastores) {
    const VsphereDatastore* const one = (*here)->datastore(ref);
    if (!one) {
      blind = Error{ErrorKind::denied, "the account does not see the datastore " + ref};
      continue;
    }
    if (!one->type) {
      blind = one->type.error();
      continue;
    }
    types.insert(*one->type);
    const bool is_vmfs = *one->type == "VMFS";
    if (!is_vmfs && *one->type != "vsan") continue;
    const DatastoreUse use = use_of(*one, (*host)->ref);
    if (use.problem == DatastoreProblem::unknown) {
      blind = use.why;
    } else if (use.problem != DatastoreProblem::none) {
      unusable.push_back(one->name.value_or(ref) + ": " + in_words(use));
    } else {
      has_vmfs = has_vmfs || is_vmfs;
      has_vsan = has_vsan || !is_vmfs;
    }
  }
  if (has_vmfs) return pass();
  if (blind) return not_known(mt, *blind);
  if (has_vsan) return warn("only-vsan", {{"esxi", name}});
  if (!unusable.empty())
    return fail("unusable", {{"esxi", name}, {"datastores", listed(unusable)}});
  return fail("no-vmfs", {{"esxi", name}, {"types", listed({types.begin(), types.end()})}});
}

}  // namespace

extern constinit const Probe vsphere_datastores{
    .id = "vsphere.datastores",
    .question = "Has the master target's ESXi host a VMFS datastore to write to?",
    .rule =
        "Reprotect from Azure (2018-02-06), Common things to check after installing the master "
        "target: only "
        "VMFS and vSAN datastores, at least one VMFS datastore on its ESXi host",
    .codes = codes,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
