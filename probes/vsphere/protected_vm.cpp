#include <algorithm>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "collectors/host/platform.h"
#include "collectors/vsphere/events.h"
#include "probes/vsphere/attached_disks.h"
#include "probes/vsphere/machines.h"
#include "probes/vsphere/names.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"gone", Status::warn, "vm"},         {"several-vcenters", Status::fail, "vm vcenters"},
    {"other-os", Status::fail, "vm os"},  {"switched-on", Status::fail, "vm who"},
    {"both-run", Status::warn, "vm who"}, {"snapshots", Status::warn, "vm count"},
};

/// Whether a master target has disks of this machine attached: then a reprotect is at work or done.
bool is_reprotected(const Site& site, const Found& vm, const Vspheres<VsphereVms>& vms) {
  for (const Host* const host : site.in({Role::master_target}))
    for (const Found& mt : search(*host, vms).found)
      if (mt.vm->disks && mt.vm != vm.vm &&
          std::any_of(mt.vm->disks->begin(), mt.vm->disks->end(),
                      [&](const VsphereDisk& disk) { return has_file(*vm.vm, disk.file); }))
        return true;
  return false;
}

/// The system of every master target of the site; empty if one of them is not known.
std::vector<Os> systems_of_master_targets(const Site& site, const Vspheres<VsphereVms>& vms) {
  std::vector<Os> systems;
  for (const Host* const host : site.in({Role::master_target})) {
    const Search all = search(*host, vms);
    if (all.found.size() != 1 || !all.found.front().vm->guest) return {};
    systems.push_back(os_of_guest(*all.found.front().vm->guest));
    if (systems.back() == Os::unknown) return {};
  }
  return systems;
}

/// Who switched it on last, and when: "EXAMPLE\\helpdesk on 2026-11-26 21:00:00 UTC".
std::string who_switched_on(const Found& vm, const Vspheres<VsphereEvents>& events) {
  const VsphereEvent* last = nullptr;
  if (const VsphereEvents* const here = known_of(events, *vm.server))
    for (const VsphereEvent* const one : here->about(vm.vm->ref))
      if (one->switched_on()) last = one;  // they are in the order of their time
  if (!last) return "somebody whom the events of vCenter do not tell";
  return fmt::format("{} on {}", last->user.empty() ? "somebody who is not told" : last->user,
                     human_time(last->time));
}

Verdict gone(const std::string& name) { return warn("gone", {{"vm", name}}); }

Verdict decide(ProtectedVm<Itself> protected_vm, ProtectedVm<IfAsked<Platform>> platform,
               const Vspheres<VsphereVms>& vms, const Vspheres<VsphereSiteMachines>& machines,
               const Vspheres<VsphereEvents>& events) {
  const Host& host = protected_vm.host();
  const Search all = search(host, vms, true);
  if (all.has_servers && all.found.empty() && !all.blind)
    return gone(host.vm_name.empty() ? host.name : host.vm_name);
  if (all.found.size() > 1 && all.found[0].server->name != all.found[1].server->name) {
    std::vector<std::string> servers;
    for (const Found& one : all.found) servers.push_back(one.server->name);
    return fail("several-vcenters", {{"vm", host.name}, {"vcenters", listed(servers)}});
  }
  const OneMachine machine = only_machine(host, vms);
  if (!machine.found) return machine.otherwise;
  const Found& vm = *machine.found;
  const std::string name = vm.vm->name.value_or(host.name);
  const std::vector<Os> systems = systems_of_master_targets(protected_vm.site(), vms);
  if (vm.vm->guest && !systems.empty()) {
    const Os its_os = os_of_guest(*vm.vm->guest);
    if (its_os != Os::unknown && std::find(systems.begin(), systems.end(), its_os) == systems.end())
      return fail("other-os", {{"vm", name}, {"os", std::string(fbd::name(its_os))}});
  }
  if (!vm.vm->power) return not_known(vm, vm.vm->power.error());
  if (*vm.vm->power != "poweredOff") {
    const Values values{{"vm", name}, {"who", who_switched_on(vm, events)}};
    if (is_reprotected(protected_vm.site(), vm, vms)) return fail("switched-on", values);
    // Before a failover it has to run, and after one it must not: which of them it is, only the
    // machine itself says.
    if (!*platform) return unknown(platform->error());
    if ((*platform)->in_azure()) return warn("both-run", values);
  }
  const Result<const SiteMachine*> details = fbd::details(vm, machines);
  if (!details) return not_known(vm, details.error());
  if (!(*details)->snapshots) return not_known(vm, (*details)->snapshots.error());
  if (!(*details)->snapshots->empty())
    return warn("snapshots",
                {{"vm", name}, {"count", std::to_string((*details)->snapshots->size())}});
  return pass({{"vcenter", vm.server->name}});
}

}  // namespace

extern constinit const Probe vsphere_protected_vm{
    .id = "vsphere.protected-vm",
    .question = "Is the protected VM on premises as reprotect expects it?",
    .rule =
        "Reprotect from Azure (2018-02-06), Before you begin, Steps to reprotect: the machine on "
        "premises "
        "is switched off and stays so; a machine that is gone is made anew; a Linux machine needs "
        "a "
        "Linux master target",
    .codes = codes,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
