#include "collectors/vsphere/hosts.h"

#include <nlohmann/json.hpp>

#include "collectors/vsphere/lookup.h"
#include "collectors/vsphere/rows.h"
#include "collectors/vsphere/shown.h"

namespace fbd {
namespace {

using Json = nlohmann::ordered_json;

Result<Request> hosts(const Context&) {
  return VsphereGet{
      VsphereCall::objects,
      {"HostSystem"},
      {"name", "parent", "product=summary.config.product.fullName",
       "version=summary.config.product.version",
       "product_line=summary.config.product.productLineId", "connection=runtime.connectionState",
       "power=runtime.powerState", "maintenance=runtime.inMaintenanceMode",
       "lockdown=config.lockdownMode", "admin_disabled=config.adminDisabled",
       "addresses=config.network.vnic{address=spec.ip.ipAddress}", "datastores=datastore"},
      {}};
}

Result<std::vector<std::string>> addresses(const Row& row) {
  std::vector<std::string> all;
  const Result<void> readable = row.each("addresses", [&](const Row& one) {
    if (std::string address = one.text_or_nothing("address"); !address.empty())
      all.push_back(std::move(address));
  });
  if (!readable) return tl::unexpected<Error>(readable.error());
  return all;
}

VsphereHost read(const Row& row) {
  return {row.ref(),
          row.text("name"),
          row.text("parent"),
          row.text("product"),
          row.text("version"),
          row.text("product_line"),
          row.text("connection"),
          row.text("power"),
          row.flag("maintenance"),
          row.text("lockdown"),
          row.flag("admin_disabled"),
          addresses(row),
          row.texts("datastores")};
}

Result<VsphereHosts> parse(std::string_view answer) {
  Result<std::vector<VsphereHost>> all = read_rows(answer, read);
  if (!all) return tl::unexpected<Error>(all.error());
  order_by_ref(*all);
  return VsphereHosts{std::make_shared<const std::vector<VsphereHost>>(std::move(*all))};
}

constexpr Origin<VsphereHosts> known_origins[] = {
    {"vsphere.hosts", Os::unknown, ask_vsphere(hosts), parse},
};

Json json_of(const VsphereHost& one) {
  Json json;
  json["ref"] = one.ref;
  show(json, "name", one.name);
  show(json, "parent", one.parent);
  show(json, "product", one.product);
  show(json, "version", one.version);
  show(json, "product_line", one.product_line);
  show(json, "connection", one.connection);
  show(json, "power", one.power);
  show(json, "maintenance", one.maintenance);
  show(json, "lockdown", one.lockdown);
  show(json, "admin_disabled", one.admin_disabled);
  show(json, "addresses", one.addresses);
  show(json, "datastores", one.datastores);
  return json;
}

}  // namespace

std::span<const Origin<VsphereHosts>> VsphereHosts::origins() { return known_origins; }

const VsphereHost* VsphereHosts::host(std::string_view ref) const { return by_ref(*all, ref); }

std::string to_json(const VsphereHosts& fact) { return shown_list<Json>(*fact.all, json_of); }

}  // namespace fbd
