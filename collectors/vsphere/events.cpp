#include "collectors/vsphere/events.h"

#include <algorithm>
#include <set>

#include <nlohmann/json.hpp>

#include "collectors/evidence/text.h"
#include "collectors/vsphere/api_time.h"
#include "collectors/vsphere/rows.h"
#include "collectors/vsphere/shown.h"
#include "collectors/vsphere/site_refs.h"
#include "collectors/vsphere/uuid_clashes.h"

namespace fbd {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t most_machines = 200;

Result<Request> events(const Context& context) {
  const Result<VsphereVms> vms = known<VsphereVms>(context).value;
  if (!vms) return tl::unexpected<Error>(vms.error());
  const Result<std::vector<std::string>> own = site_machine_refs(context);
  if (!own) return tl::unexpected<Error>(own.error());
  std::set<std::string> refs(own->begin(), own->end());
  const VsphereVms* const here = &*vms;
  for (const std::string& ref : *own)
    for (const UuidClash& clash : clashes_with({0, vms->vm(ref)}, {&here, 1}))
      for (const PlacedVm& one : clash.others)
        if (refs.size() < most_machines) refs.emplace(one.vm->ref);
  return VsphereGet{
      VsphereCall::events,
      {refs.begin(), refs.end()},
      {},
      {"VmRelocatedEvent", "VmMigratedEvent", "DrsVmMigratedEvent", "VmBeingRelocatedEvent",
       "VmBeingHotMigratedEvent", "VmBeingMigratedEvent", "VmClonedEvent", "VmDeployedEvent",
       "VmCreatedEvent", "VmRegisteredEvent", "VmPoweredOnEvent", "DrsVmPoweredOnEvent"}};
}

VsphereEvent read(const Row& row) {
  return {row.ref(),
          row.text_or_nothing("key"),
          row.text_or_nothing("type"),
          parse_api_time(row.text_or_nothing("time")).value_or(std::chrono::sys_seconds{}),
          row.text_or_nothing("vm"),
          row.text_or_nothing("vm_name"),
          row.text_or_nothing("datastore"),
          row.text_or_nothing("source_datastore"),
          row.text_or_nothing("host"),
          row.text_or_nothing("source_host"),
          row.text_or_nothing("source_vm"),
          row.text_or_nothing("source_vm_name"),
          row.text_or_nothing("user"),
          row.text_or_nothing("message")};
}

Result<VsphereEvents> parse(std::string_view answer) {
  Result<std::vector<VsphereEvent>> all = read_rows(answer, read);
  if (!all) return tl::unexpected<Error>(all.error());
  for (const VsphereEvent& one : *all)
    if (one.time == std::chrono::sys_seconds{})
      return error(ErrorKind::malformed, "an event has no time that can be read");
  std::stable_sort(all->begin(), all->end(), [](const VsphereEvent& a, const VsphereEvent& b) {
    return a.ref != b.ref ? a.ref < b.ref : a.time < b.time;
  });
  return VsphereEvents{std::move(*all)};
}

constexpr Origin<VsphereEvents> known_origins[] = {
    {"vsphere.events", Os::unknown, ask_vsphere(events, &VsphereEvents::before), parse},
};

}  // namespace

std::span<const Origin<VsphereEvents>> VsphereEvents::origins() { return known_origins; }

std::optional<Question> VsphereEvents::before(const Context& context) {
  return next_question<VsphereVms>(context);
}

bool VsphereEvent::moved_storage() const {
  if (type == "VmRelocatedEvent" || type == "VmBeingRelocatedEvent") return true;
  // A migration may take the files along, or only the running machine.
  const bool migrates = type == "VmMigratedEvent" || type == "DrsVmMigratedEvent" ||
                        type == "VmBeingHotMigratedEvent" || type == "VmBeingMigratedEvent";
  return migrates && !source_datastore.empty() && !datastore.empty() &&
         source_datastore != datastore;
}

std::vector<const VsphereEvent*> VsphereEvents::about(std::string_view ref) const {
  std::vector<const VsphereEvent*> events;
  for (const VsphereEvent& one : all)
    if (one.ref == ref) events.push_back(&one);
  return events;
}

std::string to_json(const VsphereEvents& fact) {
  return shown_list<Json>(fact.all, [](const VsphereEvent& one) {
    return Json{{"ref", one.ref},
                {"key", one.key},
                {"type", one.type},
                {"time", iso_time(one.time)},
                {"vm", one.vm},
                {"vm_name", one.vm_name},
                {"datastore", one.datastore},
                {"source_datastore", one.source_datastore},
                {"host", one.host},
                {"source_host", one.source_host},
                {"source_vm", one.source_vm},
                {"source_vm_name", one.source_vm_name},
                {"user", one.user},
                {"message", one.message}};
  });
}

}  // namespace fbd
