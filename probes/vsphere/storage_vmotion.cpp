#include <algorithm>

#include "collectors/evidence/text.h"
#include "collectors/vsphere/clusters.h"
#include "collectors/vsphere/events.h"
#include "probes/vsphere/attached_disks.h"
#include "probes/vsphere/machines.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"moved", Status::fail, "vm when from to user"},
    {"moved-before", Status::warn, "vm when from to user"},
    {"storage-drs", Status::warn, "vm cluster"},
    {"drs", Status::warn, "vm cluster"},
};

/// A cluster that may move the machine by itself: its name, nothing, or why that is not known.
template <class Clusters>
Result<std::string> mover(const Result<Clusters>* clusters, std::string_view vm,
                          const std::vector<std::string>& places) {
  if (!clusters) return std::string();
  if (!*clusters) return tl::unexpected<Error>(clusters->error());
  for (const MovingCluster& cluster : (*clusters)->all) {
    if (!cluster.members) return tl::unexpected<Error>(cluster.members.error());
    const bool is_here =
        std::any_of(cluster.members->begin(), cluster.members->end(), [&](const std::string& one) {
          return std::find(places.begin(), places.end(), one) != places.end();
        });
    if (!is_here) continue;
    const Result<bool> moves = cluster.may_move(vm);
    if (!moves) return tl::unexpected<Error>(moves.error());
    if (*moves) return cluster.name.value_or(cluster.ref);
  }
  return std::string();
}

/// The last time its files went to another datastore.
const VsphereEvent* last_move(const VsphereEvents& events, std::string_view ref) {
  const VsphereEvent* last = nullptr;
  for (const VsphereEvent* const one : events.about(ref))
    if (one->moved_storage() && (!last || one->time > last->time)) last = one;
  return last;
}

Values told(const VsphereEvent& move, const std::string& vm) {
  const auto or_unknown = [](const std::string& text) {
    return text.empty() ? std::string("a datastore that is not told") : text;
  };
  return {{"vm", vm},
          {"when", human_time(move.time)},
          {"from", or_unknown(move.source_datastore)},
          {"to", or_unknown(move.datastore)},
          {"user", move.user.empty() ? "somebody who is not told" : move.user}};
}

Verdict decide(MasterTarget<Itself> target, const Vspheres<VsphereVms>& vms,
               const Vspheres<VsphereSiteMachines>& machines, const Vspheres<VsphereEvents>& events,
               const Vspheres<VsphereClusters>& clusters,
               const Vspheres<VsphereDatastoreClusters>& pods) {
  const OneMachine machine = only_machine(target.host(), vms);
  if (!machine.found) return machine.otherwise;
  const Found& mt = *machine.found;
  const Result<const SiteMachine*> details = fbd::details(mt, machines);
  if (!details) return not_known(mt, details.error());
  const std::string vm = mt.vm->name.value_or(target.host().name);

  const Result<VsphereEvents>* const history = of_server(events, *mt.server);
  // What the events might say would outweigh all that follows.
  if (!history || !*history)
    return not_known(mt, history ? history->error()
                                 : Error{ErrorKind::not_collected, "events were not asked for"});
  if (const VsphereEvent* const move = last_move(**history, mt.vm->ref)) {
    if (!(*details)->devices) return not_known(mt, (*details)->devices.error());
    // The first disk is that of its system, even if a copy of the same template has one like it.
    const std::vector<VirtualDevice>& devices = *(*details)->devices;
    const auto system = std::find_if(devices.begin(), devices.end(),
                                     [](const VirtualDevice& one) { return one.is_disk(); });
    const bool holds_others =
        std::any_of(devices.begin(), devices.end(), [&](const VirtualDevice& one) {
          return one.is_disk() && &one != &*system && may_be_of_another(one, mt, vms);
        });
    // With disks of protected machines attached a reprotect is at work, and these went along.
    return holds_others ? fail("moved", told(*move, vm)) : warn("moved-before", told(*move, vm));
  }

  if (!(*details)->datastores) return not_known(mt, (*details)->datastores.error());
  const Result<std::string> storage_drs =
      mover(of_server(pods, *mt.server), mt.vm->ref, *(*details)->datastores);
  if (!storage_drs) return not_known(mt, storage_drs.error());
  if (!storage_drs->empty()) return warn("storage-drs", {{"vm", vm}, {"cluster", *storage_drs}});
  if (!mt.vm->host) return not_known(mt, mt.vm->host.error());
  const Result<std::string> drs =
      mover(of_server(clusters, *mt.server), mt.vm->ref, {std::string(*mt.vm->host)});
  if (!drs) return not_known(mt, drs.error());
  if (!drs->empty()) return warn("drs", {{"vm", vm}, {"cluster", *drs}});
  return pass();
}

}  // namespace

extern constinit const Probe vsphere_storage_vmotion{
    .id = "vsphere.storage-vmotion",
    .question = "Does the master target stay where it is?",
    .rule =
        "Reprotect from Azure (2018-02-06), Before you begin: no Storage vMotion of the master "
        "target; "
        "exclude it",
    .codes = codes,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
