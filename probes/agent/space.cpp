#include <fmt/format.h>

#include "collectors/host/agent_version.h"
#include "collectors/host/volumes.h"
#include "probes/probe.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"root-low", Status::warn, "free needed"},
    {"cache-low", Status::fail, "directory free needed"},
};

// The installer demands 1048576 KB on "/". The agent stops using its cache below 1 GiB. Source:
// Azure/AzMigrate-Hydration (January 2025), prerequisites and MinCacheFreeDiskSpace.
constexpr std::uint64_t needed_bytes = std::uint64_t{1} << 30U;

std::string mib(std::uint64_t bytes) { return fmt::format("{} MiB", bytes >> 20U); }

Verdict decide(AgentHost<Volumes> volumes, AgentHost<AgentVersion> version) {
  const std::string directory =
      (version->installation_dir.empty() ? "/usr/local/ASR/Vx" : version->installation_dir) +
      "/var";
  const Volume* cache = volumes->holding(directory);
  const Volume* root = volumes->mounted_at("/");
  if (!cache || !root || !cache->free_bytes || !root->free_bytes)
    return unknown(
        {ErrorKind::malformed, volumes.host().name + ": df does not say how much space is free"});
  if (*cache->free_bytes < needed_bytes)
    return fail("cache-low", {{"directory", directory},
                              {"free", mib(*cache->free_bytes)},
                              {"needed", mib(needed_bytes)}});
  if (*root->free_bytes < needed_bytes)
    return warn("root-low", {{"free", mib(*root->free_bytes)}, {"needed", mib(needed_bytes)}});
  return pass();
}

}  // namespace

extern constinit const Probe agent_space{
    .id = "agent.space",
    .question = "Has the agent room for its cache?",
    .rule =
        "Azure/AzMigrate-Hydration (January 2025), prerequisites: FreeSpaceOnRootNotSufficient; "
        "alert EA0401, low disk space under cache directory",
    .codes = codes,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
