#include "collectors/vsphere/virtual_machines.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include <nlohmann/json.hpp>

#include "collectors/evidence/text.h"
#include "collectors/vsphere/lookup.h"
#include "collectors/vsphere/rows.h"
#include "collectors/vsphere/shown.h"
#include "collectors/vsphere/uuid_clashes.h"
#include "collectors/vsphere/vm_finder.h"

namespace fbd {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* disk_columns =
    "disks=config.hardware.device(@type=VirtualDisk){file=backing.fileName,"
    "uuid=backing.uuid,lun=backing.lunUuid}";

Result<Request> machines(const Context&) {
  return VsphereGet{
      VsphereCall::objects,
      {"VirtualMachine"},
      {"name", "uuid=config.uuid", "instance_uuid=config.instanceUuid", "template=config.template",
       "guest=config.guestId", "host=runtime.host", "power=runtime.powerState",
       "connection=runtime.connectionState", "address=guest.ipAddress", disk_columns},
      {}};
}

/// The machines, and the texts they are made of.
struct Machines {
  SeenStore store;
  std::vector<VsphereVm> all;
};

Seen<std::vector<VsphereDisk>> read_disks(const Row& row, const SeenText& uuid, SeenStore& store) {
  std::vector<VsphereDisk> disks;
  const Result<void> whole = row.each("disks", [&](const Row& one) {
    disks.push_back({store.text(one.text_or_nothing("file")),
                     store.text(one.text_or_nothing("uuid")),
                     store.text(one.text_or_nothing("lun"))});
  });
  if (!whole) return store.reason(whole.error());
  // A machine whose configuration is not there has no disks that anybody could know of.
  if (disks.empty() && !uuid) return &uuid.error();
  disks.shrink_to_fit();
  return disks;
}

VsphereVm read_vm(const Row& row, SeenStore& store) {
  const SeenText uuid = store.seen_text(row.text("uuid"));
  return {store.text(row.ref()),
          store.seen_text(row.text("name")),
          uuid,
          store.seen_text(row.text("instance_uuid")),
          store.seen(row.flag("template")),
          store.seen_common(row.text("guest")),
          store.seen_common(row.text("host")),
          store.seen_common(row.text("power")),
          store.seen_common(row.text("connection")),
          store.seen_text(row.text("address")),
          read_disks(row, uuid, store)};
}

Result<VsphereVms> parse(std::string_view answer) {
  const auto machines = std::make_shared<Machines>();
  // Room for all from the start: a list that grows is there twice for a while.
  constexpr std::size_t least_row = 200;
  const auto rows = static_cast<std::size_t>(std::count(answer.begin(), answer.end(), '\n'));
  machines->all.reserve(std::min(rows, answer.size() / least_row + 1));
  const Result<void> whole = for_each_row(
      answer, [&](const Row& row) { machines->all.push_back(read_vm(row, machines->store)); });
  if (!whole) return tl::unexpected<Error>(whole.error());
  order_by_ref(machines->all);
  auto identities = std::make_shared<const VmIdentities>(machines->all);
  auto finder = std::make_shared<const VmFinder>(machines->all);
  return VsphereVms{{machines, &machines->all}, std::move(identities), std::move(finder)};
}

constexpr Origin<VsphereVms> known_origins[] = {
    {"vsphere.vms", Os::unknown, ask_vsphere(machines), parse},
};

Json json_of(const VsphereVm& vm) {
  Json json;
  json["ref"] = vm.ref;
  show(json, "name", vm.name);
  show(json, "uuid", vm.uuid);
  show(json, "instance_uuid", vm.instance_uuid);
  show(json, "template", vm.is_template);
  show(json, "guest", vm.guest);
  show(json, "host", vm.host);
  show(json, "power", vm.power);
  show(json, "connection", vm.connection);
  show(json, "address", vm.address);
  show(json, "disks", vm.disks, [](const std::vector<VsphereDisk>& disks) {
    return json_list<Json>(disks, [](const VsphereDisk& disk) {
      return Json{{"file", disk.file}, {"uuid", disk.uuid}, {"lun", disk.lun}};
    });
  });
  return json;
}

}  // namespace

std::span<const Origin<VsphereVms>> VsphereVms::origins() { return known_origins; }

const VsphereVm* VsphereVms::vm(std::string_view ref) const { return by_ref(*all, ref); }

std::vector<const VsphereVm*> VsphereVms::of(const Host& host) const {
  const auto machines = [this](VmFinder::By by, std::string_view text) {
    std::vector<const VsphereVm*> found = finder->find(by, text);
    std::erase_if(found, [](const VsphereVm* vm) { return vm->is_template && *vm->is_template; });
    return found;
  };
  std::vector<const VsphereVm*> found =
      machines(VmFinder::By::name, host.vm_name.empty() ? host.name : host.vm_name);
  if (!found.empty() || !host.vm_name.empty()) return found;
  std::set<std::string_view> addresses{host.dial()};
  for (const std::string& address : host.addresses)
    addresses.insert(std::string_view(address).substr(0, address.find('/')));
  for (const std::string_view address : addresses)
    for (const VsphereVm* const vm : machines(VmFinder::By::address, address)) found.push_back(vm);
  // A machine has one address, so none is there twice.
  std::sort(found.begin(), found.end(),
            [](const VsphereVm* a, const VsphereVm* b) { return a->ref < b->ref; });
  return found;
}

std::string to_json(const VsphereVms& fact) { return shown_list<Json>(*fact.all, json_of); }

}  // namespace fbd
