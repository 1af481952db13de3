#include "collectors/azure/process_servers.h"

namespace fbd {
namespace {

std::optional<double> percent_used(const ArmNode& available, const ArmNode& total) {
  const std::optional<double> free = available.number();
  const std::optional<double> all = total.number();
  if (!free || !all || *all <= 0 || *free < 0 || *free > *all) return std::nullopt;
  return 100.0 * (1.0 - *free / *all);
}

ProcessServerState read_common(const Fabric& fabric, const ArmNode& node) {
  ProcessServerState server;
  server.id = node["id"].text();
  server.fabric = fabric.id;
  server.health = node["health"].text();
  server.errors = read_service_errors(node["healthErrors"]);
  return server;
}

ProcessServerState read_classic(const Fabric& fabric, const ArmNode& node) {
  ProcessServerState server = read_common(fabric, node);
  server.name = node["friendlyName"].text();
  if (const std::string address = node["ipAddress"].text(); !address.empty())
    server.addresses.push_back(address);
  server.heartbeat = node["lastHeartbeat"].time();
  server.measured_at = fabric.heartbeat;
  server.service_status = node["psServiceStatus"].text();
  server.version = {node["agentVersion"].text(), node["versionStatus"].text(),
                    node["agentExpiryDate"].time()};
  server.cpu_percent = node["cpuLoad"].number();
  server.memory_percent = percent_used(node["availableMemoryInBytes"], node["totalMemoryInBytes"]);
  if (const auto used = percent_used(node["availableSpaceInBytes"], node["totalSpaceInBytes"]))
    server.free_percent = 100.0 - *used;
  server.certificate_until = node["sslCertExpiryDate"].time();
  return server;
}

ProcessServerState read_modernized(const Fabric& fabric, const ArmNode& node) {
  ProcessServerState server = read_common(fabric, node);
  server.classic = false;
  server.name = node["name"].text();
  if (server.name.empty()) server.name = node["fqdn"].text();
  server.addresses = node["ipAddresses"].texts();
  if (const std::string fqdn = node["fqdn"].text(); !fqdn.empty()) server.addresses.push_back(fqdn);
  server.heartbeat = node["lastHeartbeatUtc"].time();
  server.version = {node["version"].text(), "", std::nullopt};
  server.cpu_percent = node["processorUsagePercentage"].number();
  server.memory_percent = node["memoryUsagePercentage"].number();
  server.free_percent = node["freeSpacePercentage"].number();
  return server;
}

Result<ProcessServers> parse(std::string_view answer) {
  ProcessServers servers;
  const Result<Fabrics> fabrics =
      read_fabrics(answer, [&](const Fabric& fabric, const ArmNode& details) {
        const std::vector<ArmNode>& all = details["processServers"].items();
        // Of a VMwareV2 fabric only a part is in the vault: none there means nothing.
        if (all.empty() && (fabric.is_classic() || fabric.is_modernized()))
          servers.fabrics.push_back(fabric.name);
        for (const ArmNode& one : all)
          servers.all.push_back(fabric.is_classic() ? read_classic(fabric, one)
                                                    : read_modernized(fabric, one));
      });
  if (!fabrics) return tl::unexpected<Error>(fabrics.error());
  servers.now = fabrics->now;
  servers.unread = fabrics->unread;
  for (ProcessServerState& server : servers.all)
    if (!server.measured_at) server.measured_at = servers.now;
  return servers;
}

constexpr Origin<ProcessServers> known_origins[] = {
    {"azure.fabric", Os::unknown, ask_each_fabric, parse},
};

}  // namespace

std::span<const Origin<ProcessServers>> ProcessServers::origins() { return known_origins; }

std::optional<std::chrono::seconds> ProcessServerState::silence() const {
  if (!heartbeat || !measured_at) return std::nullopt;
  return *measured_at - *heartbeat;
}

}  // namespace fbd
