#include <fmt/format.h>

#include "probes/vsphere/machines.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"missing", Status::fail, "vm_name"},
    {"not-connected", Status::fail, "state vcenter"},
    {"powered-off", Status::fail, "state vcenter"},
};

Verdict decide(MasterTarget<Itself> target, const Vspheres<VsphereVms>& vms) {
  const Search all = search(target.host(), vms);
  if (all.has_servers && all.found.empty() && !all.blind)
    return fail("missing", {{"vm_name", target.host().vm_name.empty() ? target.host().name
                                                                      : target.host().vm_name}});
  const OneMachine machine = only_machine(target.host(), vms);
  if (!machine.found) return machine.otherwise;
  const VsphereVm& vm = *machine.found->vm;
  const std::string server = machine.found->server->name;
  if (!vm.connection) return not_known(*machine.found, vm.connection.error());
  if (*vm.connection != "connected")
    return fail("not-connected", {{"state", std::string(*vm.connection)}, {"vcenter", server}});
  if (!vm.power) return not_known(*machine.found, vm.power.error());
  if (*vm.power != "poweredOn")
    return fail("powered-off", {{"state", std::string(*vm.power)}, {"vcenter", server}});
  return pass({{"vcenter", server}});
}

}  // namespace

extern constinit const Probe vsphere_master_target{
    .id = "vsphere.master-target",
    .question = "Is the master target a running virtual machine of the site's vCenter?",
    .rule =
        "Reprotect from Azure (2018-02-06), Before you begin and Common things to check after "
        "installing the "
        "master target; Troubleshoot replication (2019-08-02), error 78022",
    .codes = codes,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
