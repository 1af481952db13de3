#include <fmt/format.h>

#include "collectors/host/agent_version.h"
#include "collectors/host/volumes.h"
#include "probes/probe.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"missing", Status::fail},
    {"fat", Status::fail, "filesystem"},
    {"empty", Status::fail},
    {"read-only", Status::fail, "device"},
    {"shared", Status::fail, "device with"},
    {"low", Status::warn, "free_percent free"},
    {"not-at-boot", Status::warn, "device"},
};

constexpr std::string_view place = "/mnt/retention";

// The agent begins to throw recovery points away below 5 % of free space. Source: template of
// drscout.conf, CDPFreeSpaceTriggerPercent.
constexpr std::uint64_t lowest_percent = 5;

// exFAT is our addition: no document names it, and it is no file system for this either.
bool is_fat(std::string_view filesystem) {
  return filesystem == "vfat" || filesystem == "msdos" || filesystem == "exfat";
}

/// What else is on the device: the system, or the master target itself.
std::string shared_with(const Volumes& volumes, const Volume& retention,
                        const AgentVersion& version) {
  for (const std::string& other : {std::string("/"), version.installation_dir}) {
    const Volume* volume = other.empty() ? nullptr : volumes.holding(other);
    if (volume && volume->device == retention.device) return other;
  }
  return {};
}

Verdict decide(MasterTarget<Volumes> volumes, MasterTarget<AgentVersion> version) {
  const Volume* retention = volumes->mounted_at(place);
  if (!retention) return fail("missing");
  if (is_fat(retention->filesystem)) return fail("fat", {{"filesystem", retention->filesystem}});
  if (retention->read_only) return fail("read-only", {{"device", retention->device}});
  if (const std::string with = shared_with(*volumes, *retention, *version); !with.empty())
    return fail("shared", {{"device", retention->device}, {"with", with}});
  if (!retention->size_bytes || !retention->free_bytes)
    return unknown(
        {ErrorKind::malformed, volumes.host().name + ": df says nothing of " + std::string(place)});
  if (*retention->size_bytes == 0) return fail("empty");
  const std::uint64_t percent = *retention->free_bytes / (*retention->size_bytes / 100 + 1);
  if (percent < lowest_percent)
    return warn("low", {{"free_percent", std::to_string(percent)},
                        {"free", fmt::format("{} MiB", *retention->free_bytes >> 20U)}});
  if (!volumes->retention_in_fstab) return warn("not-at-boot", {{"device", retention->device}});
  return pass();
}

}  // namespace

extern constinit const Probe master_target_retention_volume{
    .id = "master-target.retention-volume",
    .question = "Can the master target offer its retention volume?",
    .rule =
        "Reprotect from Azure (2018-02-06), Common things to check after installing the master "
        "target; Install a Linux master target (2026-02-13), Add a retention disk",
    .codes = codes,
    .stack = Stack::classic,
    .os = Os::gnu_linux,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
