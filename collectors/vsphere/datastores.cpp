#include "collectors/vsphere/datastores.h"

#include <nlohmann/json.hpp>

#include "collectors/vsphere/lookup.h"
#include "collectors/vsphere/rows.h"
#include "collectors/vsphere/shown.h"

namespace fbd {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* mounts =
    "mounts=host{host=key,mode=mountInfo.accessMode,mounted=mountInfo.mounted,"
    "accessible=mountInfo.accessible,reason=mountInfo.inaccessibleReason}";

Result<Request> datastores(const Context&) {
  return VsphereGet{VsphereCall::objects,
                    {"Datastore"},
                    {"name", "parent", "type=summary.type", "url=summary.url",
                     "accessible=summary.accessible", "maintenance=summary.maintenanceMode",
                     "capacity=summary.capacity", "free=summary.freeSpace", mounts},
                    {}};
}

/// Source of what an omitted member means: vSphere Web Services API, HostMountInfo.
DatastoreMount read_mount(const Row& row) {
  return {row.text_or_nothing("host"), row.text_or_nothing("mode"),
          row.flag("mounted").value_or(true), row.flag("accessible").value_or(true),
          row.text_or_nothing("reason")};
}

VsphereDatastore read(const Row& row) {
  return {row.ref(),
          row.text("name"),
          row.text("parent"),
          row.text("type"),
          row.text("url"),
          row.flag("accessible"),
          row.text("maintenance"),
          row.number("capacity"),
          row.number("free"),
          row.list("mounts", read_mount)};
}

Result<VsphereDatastores> parse(std::string_view answer) {
  Result<std::vector<VsphereDatastore>> all = read_rows(answer, read);
  if (!all) return tl::unexpected<Error>(all.error());
  order_by_ref(*all);
  return VsphereDatastores{std::make_shared<const std::vector<VsphereDatastore>>(std::move(*all))};
}

constexpr Origin<VsphereDatastores> known_origins[] = {
    {"vsphere.datastores", Os::unknown, ask_vsphere(datastores), parse},
};

Json json_of(const VsphereDatastore& one) {
  Json json;
  json["ref"] = one.ref;
  show(json, "name", one.name);
  show(json, "parent", one.parent);
  show(json, "type", one.type);
  show(json, "url", one.url);
  show(json, "accessible", one.accessible);
  show(json, "maintenance", one.maintenance);
  show(json, "capacity_bytes", one.capacity_bytes);
  show(json, "free_bytes", one.free_bytes);
  show(json, "mounts", one.mounts, [](const auto& all) {
    return json_list<Json>(all, [](const DatastoreMount& mount) {
      return Json{{"host", mount.host},
                  {"mode", mount.mode},
                  {"mounted", mount.mounted},
                  {"accessible", mount.accessible},
                  {"inaccessible_reason", mount.inaccessible_reason}};
    });
  });
  return json;
}

}  // namespace

std::span<const Origin<VsphereDatastores>> VsphereDatastores::origins() { return known_origins; }

const DatastoreMount* VsphereDatastore::mounted_on(std::string_view host) const {
  if (mounts)
    for (const DatastoreMount& one : *mounts)
      if (one.host == host) return &one;
  return nullptr;
}

const VsphereDatastore* VsphereDatastores::datastore(std::string_view ref) const {
  return by_ref(*all, ref);
}

std::string to_json(const VsphereDatastores& fact) { return shown_list<Json>(*fact.all, json_of); }

}  // namespace fbd
