#include "collectors/azure/master_targets.h"

#include <algorithm>
#include <array>

#include "collectors/evidence/text.h"

namespace fbd {
namespace {

MasterTargetState read(const Fabric& fabric, const ArmNode& node) {
  MasterTargetState target;
  target.name = node["name"].text();
  target.id = node["id"].text();
  target.fabric = fabric.id;
  target.address = node["ipAddress"].text();
  target.on_config_server = (!fabric.address.empty() && target.address == fabric.address) ||
                            (!fabric.host.empty() && same_word(target.name, fabric.host));
  target.os = node["osType"].text();
  target.heartbeat = node["lastHeartbeat"].time();
  target.measured_at = fabric.heartbeat;
  target.version = {node["agentVersion"].text(), node["versionStatus"].text(),
                    node["agentExpiryDate"].time()};
  target.server_version = fabric.version.version;
  target.disks = node["diskCount"].count();
  for (const ArmNode& one : node["retentionVolumes"].items())
    target.retention.push_back({one["volumeName"].text(), one["capacityInBytes"].count(),
                                one["freeSpaceInBytes"].count()});
  for (const ArmNode& one : node["dataStores"].items())
    target.datastores.push_back({one["symbolicName"].text(), one["type"].text(),
                                 one["capacity"].number(), one["freeSpace"].number()});
  target.errors = read_service_errors(node["validationErrors"]);
  for (ServiceError& error : read_service_errors(node["healthErrors"]))
    target.errors.push_back(std::move(error));
  return target;
}

Result<MasterTargets> parse(std::string_view answer) {
  MasterTargets targets;
  const Result<Fabrics> fabrics =
      read_fabrics(answer, [&](const Fabric& fabric, const ArmNode& details) {
        targets.any_classic = targets.any_classic || fabric.is_classic();
        for (const ArmNode& one : details["masterTargetServers"].items())
          targets.all.push_back(read(fabric, one));
      });
  if (!fabrics) return tl::unexpected<Error>(fabrics.error());
  targets.now = fabrics->now;
  targets.unread = fabrics->unread;
  for (MasterTargetState& target : targets.all)
    if (!target.measured_at) target.measured_at = targets.now;
  return targets;
}

constexpr Origin<MasterTargets> known_origins[] = {
    {"azure.fabric", Os::unknown, ask_each_fabric, parse},
};

}  // namespace

std::span<const Origin<MasterTargets>> MasterTargets::origins() { return known_origins; }

bool DatastoreState::is_unsupported() const {
  // Source: Reprotect from Azure (2018-02-06), Before you begin: only VMFS and vSAN.
  constexpr std::array<std::string_view, 6> others{"NFS", "NFS41", "CIFS", "VVOL", "PMEM", "VFFS"};
  return std::any_of(others.begin(), others.end(),
                     [this](std::string_view one) { return same_word(one, type); });
}

std::optional<std::chrono::seconds> MasterTargetState::silence() const {
  if (!heartbeat || !measured_at) return std::nullopt;
  return *measured_at - *heartbeat;
}

const DatastoreState* MasterTargetState::datastore(std::string_view wanted) const {
  for (const DatastoreState& one : datastores)
    if (same_word(one.name, wanted)) return &one;
  return nullptr;
}

}  // namespace fbd
