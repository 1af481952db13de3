#include "collectors/vsphere/virtual_machines.h"

#include <array>
#include <utility>

#include <nlohmann/json.hpp>

#include "collectors/evidence/text.h"
#include "collectors/vsphere/lookup.h"
#include "collectors/vsphere/rows.h"
#include "collectors/vsphere/shown.h"

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

VsphereDisk read_disk(const Row& row) {
  return {row.text_or_nothing("file"), row.text_or_nothing("uuid"), row.text_or_nothing("lun")};
}

VsphereVm read_vm(const Row& row) {
  VsphereVm vm{row.ref(),
               row.text("name"),
               row.text("uuid"),
               row.text("instance_uuid"),
               row.flag("template"),
               row.text("guest"),
               row.text("host"),
               row.text("power"),
               row.text("connection"),
               row.text("address"),
               row.list("disks", read_disk)};
  // A machine whose configuration is not there has no disks that anybody could know of.
  if (vm.disks && vm.disks->empty() && !vm.uuid) vm.disks = tl::unexpected<Error>(vm.uuid.error());
  return vm;
}

Result<VsphereVms> parse(std::string_view answer) {
  Result<std::vector<VsphereVm>> all = read_rows(answer, read_vm);
  if (!all) return tl::unexpected<Error>(all.error());
  order_by_ref(*all);
  return VsphereVms{std::make_shared<const std::vector<VsphereVm>>(std::move(*all))};
}

constexpr Origin<VsphereVms> known_origins[] = {
    {"vsphere.vms", Os::unknown, ask_vsphere(machines), parse},
};

/// What a client shows for a name that the API writes with escapes.
std::string plain_name(std::string name) {
  constexpr std::array<std::pair<std::string_view, char>, 3> escapes{
      {{"%2f", '/'}, {"%5c", '\\'}, {"%25", '%'}}};
  for (std::size_t at = name.find('%'); at != name.npos; at = name.find('%', at + 1))
    for (const auto& [escape, c] : escapes)
      if (same_word(std::string_view(name).substr(at, 3), escape)) {
        name.replace(at, 3, 1, c);
        break;
      }
  return name;
}

bool is_called(const VsphereVm& vm, std::string_view name) {
  return vm.name && (same_word(*vm.name, name) || same_word(plain_name(*vm.name), name));
}

bool has_address_of(const VsphereVm& vm, const Host& host) {
  if (!vm.address || vm.address->empty()) return false;
  if (*vm.address == host.dial()) return true;
  for (const std::string& address : host.addresses)
    if (address.substr(0, address.find('/')) == *vm.address) return true;
  return false;
}

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
  std::vector<const VsphereVm*> by_name, by_address;
  for (const VsphereVm& vm : *all) {
    if (vm.is_template.value_or(false)) continue;
    if (is_called(vm, host.vm_name.empty() ? host.name : host.vm_name)) by_name.push_back(&vm);
    if (has_address_of(vm, host)) by_address.push_back(&vm);
  }
  return by_name.empty() && host.vm_name.empty() ? by_address : by_name;
}

std::string to_json(const VsphereVms& fact) { return shown_list<Json>(*fact.all, json_of); }

}  // namespace fbd
