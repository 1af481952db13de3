#include <algorithm>
#include <cctype>
#include <string_view>

#include "probes/vsphere/machines.h"
#include "probes/vsphere/names.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"present", Status::fail, "vm snapshots"},
    {"deltas", Status::fail, "vm files"},
    {"consolidation", Status::fail, "vm"},
};

/// "[ds1] mt01/mt01-000002.vmdk": the delta that a snapshot leaves behind.
bool is_delta(std::string_view file) {
  constexpr std::string_view end = ".vmdk";
  constexpr std::size_t digits = 6;
  if (!file.ends_with(end) || file.size() < end.size() + digits + 1) return false;
  const std::string_view number = file.substr(file.size() - end.size() - digits, digits);
  return file[file.size() - end.size() - digits - 1] == '-' &&
         std::all_of(number.begin(), number.end(), [](char c) { return c >= '0' && c <= '9'; });
}

Verdict decide(MasterTarget<Itself> target, const Vspheres<VsphereVms>& vms,
               const Vspheres<VsphereSiteMachines>& machines) {
  const OneMachine machine = only_machine(target.host(), vms);
  if (!machine.found) return machine.otherwise;
  const Result<const SiteMachine*> details = fbd::details(*machine.found, machines);
  if (!details) return not_known(*machine.found, details.error());
  const SiteMachine& mt = **details;
  const std::string vm = machine.found->vm->name.value_or(target.host().name);
  if (mt.snapshots && !mt.snapshots->empty()) {
    std::vector<std::string> names;
    for (const VmSnapshot& one : *mt.snapshots) names.push_back('"' + one.name + '"');
    return fail("present", {{"vm", vm}, {"snapshots", listed(names)}});
  }
  if (!mt.snapshots) return not_known(*machine.found, mt.snapshots.error());
  if (!mt.devices) return not_known(*machine.found, mt.devices.error());
  std::vector<std::string> deltas;
  for (const VirtualDevice& device : *mt.devices)
    if (device.is_disk() && (!device.parent_file.empty() || is_delta(device.file)))
      deltas.push_back(device.file);
  if (!deltas.empty()) return fail("deltas", {{"vm", vm}, {"files", listed(deltas)}});
  if (mt.needs_consolidation.value_or(false)) return fail("consolidation", {{"vm", vm}});
  return pass();
}

}  // namespace

extern constinit const Probe vsphere_snapshots{
    .id = "vsphere.snapshots",
    .question = "Is the master target free of snapshots and of what they leave behind?",
    .rule =
        "Reprotect from Azure (2018-02-06), Before you begin: no snapshots on the master target",
    .codes = codes,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
