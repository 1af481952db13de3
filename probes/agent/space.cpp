#include <fmt/format.h>

#include "collectors/host/agent_version.h"
#include "collectors/host/volumes.h"
#include "probes/probe.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"root-low", Status::warn, "free needed"},
    {"var-low", Status::warn, "free needed"},
    {"boot-low", Status::warn, "free needed"},
    {"cache-low", Status::fail, "directory free needed"},
};

// The installer demands 1048576 KB on "/". The agent stops using its cache below 1 GiB. Source:
// Azure/AzMigrate-Hydration (January 2025), prerequisites and MinCacheFreeDiskSpace.
constexpr std::uint64_t needed_bytes = std::uint64_t{1} << 30U;

// Own judgement, for volumes of their own; no document names a limit. /var: what the installer and
// the agent's daemons write between two rotations of their logs. /boot: one initrd with the driver
// in it, beside the one it replaces, of which the installer keeps a copy.
constexpr std::uint64_t needed_in_var = std::uint64_t{256} << 20U;
constexpr std::uint64_t needed_in_boot = std::uint64_t{100} << 20U;

std::string mib(std::uint64_t bytes) { return fmt::format("{} MiB", bytes >> 20U); }

Verdict decide(AgentHost<Volumes> volumes, AgentHost<AgentVersion> version) {
  const std::string directory =
      (version->installation_dir.empty() ? "/usr/local/ASR/Vx" : version->installation_dir) +
      "/var";
  const Volume* cache = volumes->holding(directory);
  const Volume* root = volumes->mounted_at("/");
  // A part of another volume that is judged already has no room of its own.
  const Volume* var = volumes->holding("/var/log");
  if (var == root || var == cache) var = nullptr;
  const Volume* boot = volumes->mounted_at("/boot");
  if ((var && !var->free_bytes) || (boot && !boot->free_bytes) || !cache || !root ||
      !cache->free_bytes || !root->free_bytes)
    return unknown(
        {ErrorKind::malformed, volumes.host().name + ": df does not say how much space is free"});
  if (*cache->free_bytes < needed_bytes)
    return fail("cache-low", {{"directory", directory},
                              {"free", mib(*cache->free_bytes)},
                              {"needed", mib(needed_bytes)}});
  if (*root->free_bytes < needed_bytes)
    return warn("root-low", {{"free", mib(*root->free_bytes)}, {"needed", mib(needed_bytes)}});
  if (var && *var->free_bytes < needed_in_var)
    return warn("var-low", {{"free", mib(*var->free_bytes)}, {"needed", mib(needed_in_var)}});
  // One that is mounted read-only is not written to either.
  if (boot && !boot->read_only && *boot->free_bytes < needed_in_boot)
    return warn("boot-low", {{"free", mib(*boot->free_bytes)}, {"needed", mib(needed_in_boot)}});
  return pass();
}

}  // namespace

extern constinit const Probe agent_space{
    .id = "agent.space",
    .question = "Has the agent room for its cache, its logs and the next initrd?",
    .rule =
        "Azure/AzMigrate-Hydration (January 2025), prerequisites: FreeSpaceOnRootNotSufficient; "
        "alert EA0401, low disk space under cache directory",
    .codes = codes,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
