#include "collectors/azure/appliance_parts.h"

#include <array>

#include <fmt/format.h>

namespace fbd {
namespace {

using Kind = AppliancePart::Kind;

struct KindName {
  Kind kind;
  std::string_view key;    // of a fabric's customDetails
  std::string_view title;  // for people
  /// Without it nothing can be reprotected; the others are told about only when they are there.
  bool needed;
};

constexpr std::array<KindName, 7> kinds{{
    {Kind::process_server, "processServers", "process server", true},
    {Kind::rcm_proxy, "rcmProxies", "RCM proxy", true},
    {Kind::replication_agent, "replicationAgents", "replication agent", true},
    {Kind::push_installer, "pushInstallers", "push installer", false},
    {Kind::reprotect_agent, "reprotectAgents", "reprotect agent", true},
    {Kind::mars_agent, "marsAgents", "Recovery Services agent", false},
    {Kind::dra, "dras", "Site Recovery provider", true},
}};

// Source: Site Recovery REST API 2024-04-01, InMageRcmApplianceDetails.
constexpr std::array<NeededPart, 5> needed{{
    {Kind::process_server, "processServer"},
    {Kind::rcm_proxy, "rcmProxy"},
    {Kind::replication_agent, "replicationAgent"},
    {Kind::reprotect_agent, "reprotectAgent"},
    {Kind::dra, "dra"},
}};

AppliancePart read(const Fabric& fabric, Kind kind, const ArmNode& node) {
  AppliancePart part;
  part.kind = kind;
  part.fqdn = node["fqdn"].text();
  part.name = node["name"].text();
  if (part.name.empty()) part.name = part.fqdn;
  part.id = node["id"].text();
  part.fabric = fabric.id;
  part.machine = node["fabricObjectId"].text();
  part.version = node["version"].text();
  part.health = node["health"].text();
  part.heartbeat = node["lastHeartbeatUtc"].time();
  part.errors = read_service_errors(node["healthErrors"]);
  part.datastores = node["accessibleDatastores"].texts();
  part.vcenter = node["vcenterId"].text();
  part.discovered = node["lastDiscoveryInUtc"].time();
  return part;
}

Result<ApplianceParts> parse(std::string_view answer) {
  ApplianceParts parts;
  const Result<Fabrics> fabrics =
      read_fabrics(answer, [&](const Fabric& fabric, const ArmNode& details) {
        if (!fabric.is_modernized()) return;
        parts.any_modernized = true;
        for (const KindName& kind : kinds) {
          const std::vector<ArmNode>& all = details[kind.key].items();
          if (all.empty() && kind.needed)
            parts.missing.push_back(fmt::format("{}: {}", fabric.name, kind.title));
          for (const ArmNode& one : all) parts.all.push_back(read(fabric, kind.kind, one));
        }
      });
  if (!fabrics) return tl::unexpected<Error>(fabrics.error());
  parts.now = fabrics->now;
  parts.unread = fabrics->unread;
  return parts;
}

constexpr Origin<ApplianceParts> known_origins[] = {
    {"azure.fabric", Os::unknown, ask_each_fabric, parse},
};

}  // namespace

std::span<const Origin<ApplianceParts>> ApplianceParts::origins() { return known_origins; }

std::span<const NeededPart> needed_parts() { return needed; }

std::string_view title(AppliancePart::Kind kind) {
  for (const KindName& one : kinds)
    if (one.kind == kind) return one.title;
  return "";
}

std::vector<const AppliancePart*> ApplianceParts::of(AppliancePart::Kind kind) const {
  std::vector<const AppliancePart*> found;
  for (const AppliancePart& part : all)
    if (part.kind == kind) found.push_back(&part);
  return found;
}

}  // namespace fbd
