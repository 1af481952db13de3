#include "probes/vsphere/clashes.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "probes/vsphere/names.h"

namespace fbd {
namespace {

std::string_view title(UuidClash::Kind kind) {
  switch (kind) {
    case UuidClash::Kind::bios:
      return "BIOS UUID";
    case UuidClash::Kind::instance:
      return "instance UUID";
    case UuidClash::Kind::disk:
      return "disk UUID";
    case UuidClash::Kind::lun:
      return "LUN of a raw device mapping";
  }
  return "";
}

/// What the events tell of where a machine came from.
std::string origin_of(const Found& machine, const Vspheres<VsphereEvents>& events) {
  const VsphereEvents* const history = known_of(events, *machine.server);
  if (!history) return "";
  for (const VsphereEvent* const one : history->about(machine.vm->ref))
    // The event of a clone is told of both: the source's own begins no life of the source.
    if (one->copied() && (one->vm.empty() || one->vm == machine.vm->ref))
      return fmt::format("{} was {} from {} at {}", machine.vm->name.value_or(machine.vm->ref),
                         one->type == "VmDeployedEvent" ? "deployed" : "cloned",
                         one->source_vm_name.empty() ? "another machine" : one->source_vm_name,
                         human_time(one->time));
  return "";
}

/// Whether a role of the site is played by that machine.
bool plays(Role role, const Found& machine, const Site& site, const Vspheres<VsphereVms>& vms) {
  for (const Host* const host : site.in({role}))
    for (const Found& one : search(*host, vms, true).found)
      if (one.vm == machine.vm) return true;
  return false;
}

}  // namespace

Clashes clashes_of(const Found& machine, const Site& site, const Vspheres<VsphereVms>& vms,
                   const Vspheres<VsphereEvents>& events) {
  Clashes clashes;
  std::vector<const VsphereVms*> servers;
  std::vector<const Host*> hosts;
  for (const Vsphere<IfAsked<VsphereVms>>& one : vms) {
    if (one.host().url.empty()) continue;
    if (*one) {
      servers.push_back(&**one);
      hosts.push_back(&one.host());
    } else if (!clashes.blind) {
      clashes.blind = (*one).error();
    }
  }
  for (const UuidClash& clash : uuid_clashes(servers)) {
    const auto is_it = [&](const PlacedVm& one) { return one.vm == machine.vm; };
    if (std::none_of(clash.machines.begin(), clash.machines.end(), is_it)) continue;
    for (const PlacedVm& one : clash.machines) {
      if (is_it(one)) continue;
      const Found other{hosts[one.server], one.vm};
      SharedUuid shared{
          clash.kind, clash.uuid,
          fmt::format("{} in {}", one.vm->name.value_or(one.vm->ref), other.server->name),
          origin_of(other, events)};
      if (const std::string own = origin_of(machine, events); !own.empty())
        shared.origin = shared.origin.empty() ? own : own + ", " + shared.origin;
      if (plays(Role::protected_vm, other, site, vms))
        clashes.with_protected.push_back(std::move(shared));
      else if (!plays(Role::master_target, other, site, vms))
        clashes.with_others.push_back(std::move(shared));
    }
  }
  return clashes;
}

Values values_of(const std::vector<SharedUuid>& shared) {
  std::set<std::string> kinds, uuids, machines, origins;
  for (const SharedUuid& one : shared) {
    kinds.insert(std::string(title(one.kind)));
    uuids.insert(one.uuid);
    machines.insert(one.machine);
    if (!one.origin.empty()) origins.insert(one.origin);
  }
  const auto text = [](const std::set<std::string>& all) {
    return listed({all.begin(), all.end()});
  };
  return {
      {"what", text(kinds)},
      {"uuids", text(uuids)},
      {"machines", text(machines)},
      {"origin", origins.empty() ? "the events do not tell where they came from" : text(origins)}};
}

}  // namespace fbd
