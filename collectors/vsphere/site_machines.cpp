#include "collectors/vsphere/site_machines.h"

#include <nlohmann/json.hpp>

#include "collectors/vsphere/lookup.h"
#include "collectors/vsphere/rows.h"
#include "collectors/vsphere/shown.h"
#include "collectors/vsphere/site_refs.h"

namespace fbd {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* devices =
    "devices=config.hardware.device{@type,key,controller=controllerKey,unit=unitNumber,"
    "label=deviceInfo.label,backing=backing.@type,file=backing.fileName,uuid=backing.uuid,"
    "mode=backing.diskMode,parent_file=backing.parent.fileName,capacity_kb=capacityInKB}";
constexpr const char* snapshot_tree =
    "snapshots=snapshot.rootSnapshotList{name,created=createTime,children=childSnapshotList[]^}";
constexpr const char* guest_addresses =
    "addresses=guest.net{mac=macAddress,network,addresses=ipConfig.ipAddress[]"
    "{address=ipAddress,prefix=prefixLength}}";

Result<Request> machines(const Context& context) {
  Result<std::vector<std::string>> refs = site_machine_refs(context);
  if (!refs) return tl::unexpected<Error>(refs.error());
  return VsphereGet{
      VsphereCall::objects,
      std::move(*refs),
      {"parent", "vmx=config.files.vmPathName",
       "settings=config.extraConfig(key=disk.EnableUUID){key,value}", devices, snapshot_tree,
       "files=layoutEx.file{name,type}", "consolidation=runtime.consolidationNeeded",
       "tools=guest.toolsRunningStatus", "tools_version=guest.toolsVersionStatus2",
       "guest_os=guest.guestId", "datastores=datastore", "networks=network",
       "resource_pool=resourcePool", guest_addresses},
      {}};
}

VirtualDevice read_device(const Row& row) {
  VirtualDevice device{row.text_or_nothing("type"),          row.text_or_nothing("key"),
                       row.text_or_nothing("controller"),    row.text_or_nothing("unit"),
                       row.text_or_nothing("label"),         row.text_or_nothing("backing"),
                       row.text_or_nothing("file"),          row.text_or_nothing("uuid"),
                       row.text_or_nothing("mode"),          row.text_or_nothing("parent_file"),
                       row.number("capacity_kb").value_or(0)};
  return device;
}

void add_snapshots(const Row& row, const char* key, int depth, std::vector<VmSnapshot>& all) {
  // The children of one that was read are read or empty.
  (void)row.each(key, [&](const Row& one) {
    all.push_back({one.text_or_nothing("name"), one.text_or_nothing("created"), depth});
    add_snapshots(one, "children", depth + 1, all);
  });
}

Result<std::vector<VmSnapshot>> snapshots(const Row& row) {
  const Result<void> readable = row.each("snapshots", [](const Row&) {});
  if (!readable) return tl::unexpected<Error>(readable.error());
  std::vector<VmSnapshot> all;
  add_snapshots(row, "snapshots", 0, all);
  return all;
}

VmFile read_file(const Row& row) {
  return {row.text_or_nothing("name"), row.text_or_nothing("type")};
}

Result<std::string> disk_enable_uuid(const Row& row) {
  Result<std::string> value = error(ErrorKind::not_found, "there is no disk.EnableUUID");
  const Result<void> readable =
      row.each("settings", [&](const Row& one) { value = one.text_or_nothing("value"); });
  if (!readable) return tl::unexpected<Error>(readable.error());
  return value;
}

Result<std::vector<GuestAddress>> addresses(const Row& row) {
  std::vector<GuestAddress> all;
  const Result<void> readable = row.each("addresses", [&](const Row& card) {
    (void)card.each("addresses", [&](const Row& one) {
      all.push_back({card.text_or_nothing("mac"), card.text_or_nothing("network"),
                     one.text_or_nothing("address") + "/" + one.text_or_nothing("prefix")});
    });
  });
  if (!readable) return tl::unexpected<Error>(readable.error());
  return all;
}

SiteMachine read_machine(const Row& row) {
  SiteMachine machine{row.ref(),
                      row.text("parent"),
                      row.text("vmx"),
                      disk_enable_uuid(row),
                      row.list("devices", read_device),
                      snapshots(row),
                      row.list("files", read_file),
                      row.flag("consolidation"),
                      row.text("tools"),
                      row.text("tools_version"),
                      row.text("guest_os"),
                      row.texts("datastores"),
                      row.texts("networks"),
                      row.text("resource_pool"),
                      addresses(row)};
  // Every machine has a file of its configuration. Where that is not set, the machine is out of the
  // server's reach, and what else is not set there says nothing about the machine either.
  if (!machine.vmx && machine.vmx.error().kind == ErrorKind::not_found) {
    const auto unknown = error(ErrorKind::failed, "its configuration is not known");
    if (machine.devices && machine.devices->empty()) machine.devices = unknown;
    if (machine.snapshots && machine.snapshots->empty()) machine.snapshots = unknown;
    if (machine.files && machine.files->empty()) machine.files = unknown;
    if (!machine.disk_enable_uuid && machine.disk_enable_uuid.error().kind == ErrorKind::not_found)
      machine.disk_enable_uuid = unknown;
  }
  return machine;
}

Result<VsphereSiteMachines> parse(std::string_view answer) {
  Result<std::vector<SiteMachine>> all = read_rows(answer, read_machine);
  if (!all) return tl::unexpected<Error>(all.error());
  order_by_ref(*all);
  return VsphereSiteMachines{std::move(*all)};
}

constexpr Origin<VsphereSiteMachines> known_origins[] = {
    {"vsphere.site-machines", Os::unknown, ask_vsphere(machines, &VsphereSiteMachines::before),
     parse},
};

Json json_of(const VirtualDevice& one) {
  return Json{{"type", one.type},
              {"key", one.key},
              {"controller", one.controller},
              {"unit", one.unit},
              {"label", one.label},
              {"backing", one.backing},
              {"file", one.file},
              {"uuid", one.uuid},
              {"mode", one.mode},
              {"parent_file", one.parent_file},
              {"capacity_kb", one.capacity_kb}};
}

Json json_of_machine(const SiteMachine& one) {
  Json json;
  json["ref"] = one.ref;
  show(json, "parent", one.parent);
  show(json, "vmx", one.vmx);
  show(json, "disk_enable_uuid", one.disk_enable_uuid);
  show(json, "devices", one.devices, [](const auto& all) {
    return json_list<Json>(all, [](const VirtualDevice& device) { return json_of(device); });
  });
  show(json, "snapshots", one.snapshots, [](const auto& all) {
    return json_list<Json>(all, [](const VmSnapshot& snapshot) {
      return Json{
          {"name", snapshot.name}, {"created", snapshot.created}, {"depth", snapshot.depth}};
    });
  });
  show(json, "files", one.files, [](const auto& all) {
    return json_list<Json>(all, [](const VmFile& file) {
      return Json{{"name", file.name}, {"type", file.type}};
    });
  });
  show(json, "needs_consolidation", one.needs_consolidation);
  show(json, "tools", one.tools);
  show(json, "tools_version", one.tools_version);
  show(json, "guest_os", one.guest_os);
  show(json, "datastores", one.datastores);
  show(json, "networks", one.networks);
  show(json, "resource_pool", one.resource_pool);
  show(json, "addresses", one.addresses, [](const auto& all) {
    return json_list<Json>(all, [](const GuestAddress& address) {
      return Json{{"mac", address.mac}, {"network", address.network}, {"address", address.address}};
    });
  });
  return json;
}

}  // namespace

std::span<const Origin<VsphereSiteMachines>> VsphereSiteMachines::origins() {
  return known_origins;
}

std::optional<Question> VsphereSiteMachines::before(const Context& context) {
  return next_question<VsphereVms>(context);
}

const SiteMachine* VsphereSiteMachines::machine(std::string_view ref) const {
  return by_ref(all, ref);
}

std::string to_json(const VsphereSiteMachines& fact) {
  return shown_list<Json>(fact.all, json_of_machine);
}

}  // namespace fbd
