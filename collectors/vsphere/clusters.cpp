#include "collectors/vsphere/clusters.h"

#include <nlohmann/json.hpp>

#include "collectors/vsphere/rows.h"
#include "collectors/vsphere/shown.h"

namespace fbd {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view asks_first = "manual";

Result<Request> clusters(const Context&) {
  return VsphereGet{VsphereCall::objects,
                    {"ClusterComputeResource"},
                    {"name", "members=host",
                     "config=configurationEx{enabled=drsConfig.enabled,"
                     "behavior=drsConfig.defaultVmBehavior,"
                     "overrides=drsVmConfig[]{vm=key,enabled,behavior}}"},
                    {}};
}

Result<Request> pods(const Context&) {
  return VsphereGet{VsphereCall::objects,
                    {"StoragePod"},
                    {"name", "members=childEntity",
                     "config=podStorageDrsEntry{enabled=storageDrsConfig.podConfig.enabled,"
                     "behavior=storageDrsConfig.podConfig.defaultVmBehavior,"
                     "overrides=storageDrsConfig.vmConfig[]{vm,enabled,behavior}}"},
                    {}};
}

MachineOverride read_override(const Row& row) {
  const Result<bool> enabled = row.flag("enabled");
  return {row.text_or_nothing("vm"), enabled ? std::optional<bool>(*enabled) : std::nullopt,
          row.text_or_nothing("behavior")};
}

MovingCluster read(const Row& row) {
  const tl::unexpected<Error> none = error(ErrorKind::not_found, "its configuration is not set");
  MovingCluster cluster{row.ref(), row.text("name"), none, none, none, row.texts("members")};
  const Result<void> readable = row.each("config", [&](const Row& config) {
    cluster.enabled = config.flag("enabled");
    cluster.behavior = config.text("behavior");
    cluster.overrides = config.list("overrides", read_override);
  });
  if (!readable) {
    cluster.enabled = tl::unexpected<Error>(readable.error());
    cluster.behavior = tl::unexpected<Error>(readable.error());
    cluster.overrides = tl::unexpected<Error>(readable.error());
  }
  return cluster;
}

template <class F>
Result<F> parse(std::string_view answer) {
  Result<std::vector<MovingCluster>> all = read_rows(answer, read);
  if (!all) return tl::unexpected<Error>(all.error());
  return F{std::move(*all)};
}

constexpr Origin<VsphereClusters> cluster_origins[] = {
    {"vsphere.clusters", Os::unknown, ask_vsphere(clusters), parse<VsphereClusters>},
};
constexpr Origin<VsphereDatastoreClusters> pod_origins[] = {
    {"vsphere.datastore-clusters", Os::unknown, ask_vsphere(pods), parse<VsphereDatastoreClusters>},
};

Json json_of(const MovingCluster& one) {
  Json json;
  json["ref"] = one.ref;
  show(json, "name", one.name);
  show(json, "enabled", one.enabled);
  show(json, "behavior", one.behavior);
  show(json, "overrides", one.overrides, [](const auto& all) {
    return json_list<Json>(all, [](const MachineOverride& machine) {
      return Json{{"vm", machine.vm},
                  {"enabled", machine.enabled ? Json(*machine.enabled) : Json()},
                  {"behavior", machine.behavior}};
    });
  });
  show(json, "members", one.members);
  return json;
}

}  // namespace

std::span<const Origin<VsphereClusters>> VsphereClusters::origins() { return cluster_origins; }
std::span<const Origin<VsphereDatastoreClusters>> VsphereDatastoreClusters::origins() {
  return pod_origins;
}

Result<bool> MovingCluster::may_move(std::string_view vm) const {
  if (!enabled) return tl::unexpected<Error>(enabled.error());
  if (!*enabled) return false;
  if (!overrides) return tl::unexpected<Error>(overrides.error());
  for (const MachineOverride& one : *overrides) {
    if (one.vm != vm) continue;
    if (one.enabled == std::optional<bool>(false)) return false;
    if (!one.behavior.empty()) return one.behavior != asks_first;
  }
  if (!behavior) return tl::unexpected<Error>(behavior.error());
  return *behavior != asks_first;
}

std::string to_json(const VsphereClusters& fact) { return shown_list<Json>(fact.all, json_of); }
std::string to_json(const VsphereDatastoreClusters& fact) {
  return shown_list<Json>(fact.all, json_of);
}

}  // namespace fbd
