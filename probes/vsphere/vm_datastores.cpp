#include <algorithm>

#include <fmt/format.h>

#include "probes/vsphere/datastore_use.h"
#include "probes/vsphere/machines.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"type", Status::fail, "datastore type"},
    {"not-mounted", Status::fail, "datastore esxi"},
    {"read-only", Status::fail, "datastore esxi"},
    {"inaccessible", Status::fail, "datastore esxi reason"},
    {"maintenance", Status::fail, "datastore esxi"},
};

/// The same datastore as another server shows it: references mean something in one vCenter only.
const VsphereDatastore* seen_from(const VsphereDatastore& datastore, const VsphereDatastores& other,
                                  bool same_server) {
  if (same_server) return &datastore;
  const auto same = [&](const VsphereDatastore& one) {
    return one.url && datastore.url && *one.url == *datastore.url;
  };
  const auto found = std::find_if(other.all->begin(), other.all->end(), same);
  return found == other.all->end() ? nullptr : &*found;
}

Verdict verdict_of(const VsphereDatastore& datastore, const DatastoreUse& use, const Found& vm,
                   const std::string& esxi) {
  const Values values{{"datastore", datastore.name.value_or(datastore.ref)}, {"esxi", esxi}};
  switch (use.problem) {
    case DatastoreProblem::none:
      return pass();
    case DatastoreProblem::unknown:
      return not_known(vm, use.why);
    case DatastoreProblem::not_mounted:
      return fail("not-mounted", values);
    case DatastoreProblem::read_only:
      return fail("read-only", values);
    case DatastoreProblem::inaccessible:
      return fail("inaccessible", {{"datastore", values.at("datastore")},
                                   {"esxi", esxi},
                                   {"reason", use.reason.empty() ? "none is given" : use.reason}});
    case DatastoreProblem::maintenance:
      return fail("maintenance", values);
  }
  return pass();
}

Verdict decide(ProtectedVm<Itself> protected_vm, MasterTarget<Itself> target,
               const Vspheres<VsphereVms>& vms, const Vspheres<VsphereSiteMachines>& machines,
               const Vspheres<VsphereHosts>& hosts, const Vspheres<VsphereDatastores>& datastores) {
  const Search home = search(protected_vm.host(), vms);
  if (home.has_servers && home.found.empty() && !home.blind)
    return skipped(
        fmt::format("{} is not in vCenter: failback makes a new machine on the master "
                    "target's ESXi host",
                    protected_vm.host().name));
  const OneMachine machine = only_machine(protected_vm.host(), vms);
  if (!machine.found) return machine.otherwise;
  const OneMachine mt = only_machine(target.host(), vms);
  if (!mt.found) return mt.otherwise;
  const Found& vm = *machine.found;
  if (vm.vm->guest && mt.found->vm->guest) {
    const Os its_os = os_of_guest(*vm.vm->guest), mts_os = os_of_guest(*mt.found->vm->guest);
    if (its_os != Os::unknown && mts_os != Os::unknown && its_os != mts_os)
      return skipped(fmt::format("{} is for {} machines", target.host().name, name(mts_os)));
  }
  const Result<const SiteMachine*> details = fbd::details(vm, machines);
  if (!details) return not_known(vm, details.error());
  if (!(*details)->datastores) return not_known(vm, (*details)->datastores.error());
  const Result<const VsphereHost*> host = host_of(*mt.found, hosts);
  if (!host) return not_known(*mt.found, host.error());
  const std::string esxi = (*host)->name.value_or((*host)->ref);
  const VsphereDatastores* const its = known_of(datastores, *vm.server);
  const VsphereDatastores* const mts = known_of(datastores, *mt.found->server);
  if (!its || !mts) return not_known(vm, {ErrorKind::not_found, "its datastores are not known"});

  std::optional<Verdict> unsure;
  for (const std::string& ref : *(*details)->datastores) {
    const VsphereDatastore* const datastore = its->datastore(ref);
    if (!datastore)
      return not_known(vm, {ErrorKind::denied, "the account does not see its datastore " + ref});
    const std::string name = datastore->name.value_or(ref);
    if (!datastore->type) {
      unsure = not_known(vm, datastore->type.error());
      continue;
    }
    if (*datastore->type != "VMFS" && *datastore->type != "vsan")
      return fail("type", {{"datastore", name}, {"type", *datastore->type}});
    const VsphereDatastore* const there =
        seen_from(*datastore, *mts, vm.server->name == mt.found->server->name);
    const DatastoreUse use =
        there ? use_of(*there, (*host)->ref) : DatastoreUse{DatastoreProblem::not_mounted, "", {}};
    Verdict verdict = verdict_of(*datastore, use, vm, esxi);
    if (verdict.status == Status::fail) return verdict;
    if (verdict.status == Status::unknown) unsure = verdict;
  }
  return unsure.value_or(pass());
}

}  // namespace

extern constinit const Probe vsphere_vm_datastores{
    .id = "vsphere.vm-datastores",
    .question = "Can the master target's ESXi host write to the protected VM's datastores?",
    .rule =
        "Reprotect from Azure (2018-02-06), Before you begin and Common things to check: the "
        "datastores of "
        "the VM are mounted read/write on the master target's ESXi host; Troubleshoot failback "
        "(2018-11-27), error 8061",
    .codes = codes,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
