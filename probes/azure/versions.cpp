#include "collectors/azure/appliance_parts.h"
#include "collectors/azure/fabrics.h"
#include "collectors/azure/master_targets.h"
#include "collectors/azure/process_servers.h"
#include "collectors/azure/providers.h"
#include "collectors/evidence/text.h"
#include "probes/azure/verdicts.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"unsupported", Status::fail, "name version status"},
    {"outdated", Status::warn, "name version status"},
    {"master-target-newer", Status::fail, "name version server"},
};

void judge(std::string name, const VersionState& version, Verdicts& verdicts) {
  const Values values{{"name", std::move(name)},
                      {"version", version.version.empty() ? "?" : version.version},
                      {"status", version.status}};
  if (version.is_unsupported())
    verdicts.fail("unsupported", values);
  else if (version.is_outdated())
    verdicts.warn("outdated", values);
}

/// The figures of "9.55.6365.1"; empty if it is no version.
std::vector<unsigned long> figures(std::string_view version) {
  std::vector<unsigned long> all(1, 0);
  for (const char c : version) {
    if (c == '.')
      all.push_back(0);
    else if (c >= '0' && c <= '9' && all.back() < 1'000'000)
      all.back() = all.back() * 10 + static_cast<unsigned long>(c - '0');
    else
      return {};
  }
  return version.empty() ? std::vector<unsigned long>() : all;
}

// A master target that is newer than its configuration server accepts a reprotect and then never
// replicates. Source: Install a Linux master target (2026-02-13), Upgrade.
bool is_newer(std::string_view target, std::string_view server) {
  const std::vector<unsigned long> a = figures(target);
  const std::vector<unsigned long> b = figures(server);
  if (a.size() < 2 || b.size() < 2) return false;
  return std::pair(a[0], a[1]) > std::pair(b[0], b[1]);
}

std::vector<Verdict> decide(AzureVault<Fabrics> fabrics, AzureVault<ProcessServers> servers,
                            AzureVault<MasterTargets> targets, AzureVault<Providers> providers) {
  Verdicts verdicts;
  verdicts.unread(fabrics->unread);
  for (const Fabric& one : fabrics->all)
    judge("configuration server " + one.name, one.version, verdicts);
  for (const ProcessServerState& one : servers->all)
    judge("process server " + one.name, one.version, verdicts);
  for (const MasterTargetState& one : targets->all) {
    judge("master target " + one.name, one.version, verdicts);
    if (is_newer(one.version.version, one.server_version))
      verdicts.fail(
          "master-target-newer",
          {{"name", one.name}, {"version", one.version.version}, {"server", one.server_version}});
  }
  for (const Provider& one : providers->all)
    if (same_word(one.type, "VMware") || same_word(one.type, "InMageRcm"))
      judge("provider of " + (one.fabric.empty() ? one.name : one.fabric), one.version, verdicts);
  return verdicts.merged();
}

}  // namespace

extern constinit const Probe azure_versions{
    .id = "azure.versions",
    .question = "Is the software of the servers on premises supported?",
    .rule =
        "Site Recovery REST API 2024-04-01, AgentVersionStatus; Install a Linux master target "
        "(2026-02-13), Upgrade",
    .codes = codes,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
