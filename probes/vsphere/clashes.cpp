#include "probes/vsphere/clashes.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "collectors/vsphere/uuid_clashes.h"
#include "probes/vsphere/names.h"

namespace fbd {
namespace {

/// One thing that a machine and another have in common.
struct SharedUuid {
  UuidClash::Kind kind = UuidClash::Kind::bios;
  std::string uuid;
  std::string machine;  // "web02 in vc01"
  std::string origin;   // "web02 was cloned from template rhel7 on ..."; empty if nobody knows
};

struct Clashes {
  std::vector<SharedUuid> with_protected;  // protected VMs of the site
  std::vector<SharedUuid> with_others;     // any other machine or template but master targets
  std::optional<Error> blind{};            // a server whose machines are not known
};

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
  const auto here = std::find(hosts.begin(), hosts.end(), machine.server);
  if (here == hosts.end()) return clashes;
  const PlacedVm place{static_cast<std::size_t>(here - hosts.begin()), machine.vm};
  for (const UuidClash& clash : clashes_with(place, servers)) {
    for (const PlacedVm& one : clash.others) {
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

}  // namespace

Verdict clash_verdict(const Host& machine, std::string_view with_protected_vm, const Site& site,
                      const Vspheres<VsphereVms>& vms, const Vspheres<VsphereEvents>& events) {
  const OneMachine one = only_machine(machine, vms);
  if (!one.found) return one.otherwise;
  const Clashes clashes = clashes_of(*one.found, site, vms, events);
  if (!clashes.with_protected.empty())
    return fail(std::string(with_protected_vm), values_of(clashes.with_protected));
  // Whom nobody asked about might be a protected VM.
  if (clashes.blind && clashes.blind->kind == ErrorKind::not_collected)
    return unknown(*clashes.blind);
  if (!clashes.with_others.empty()) return warn("with-another", values_of(clashes.with_others));
  if (clashes.blind) return unknown(*clashes.blind);
  return pass();
}

}  // namespace fbd
