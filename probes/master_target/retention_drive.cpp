#include <algorithm>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "collectors/host/windows_host.h"
#include "probes/probe.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"missing", Status::fail, "others"},
    {"unformatted", Status::fail},
    {"fat", Status::fail, "filesystem"},
    {"empty", Status::fail},
    {"system", Status::fail},
    {"install-volume", Status::fail, "what"},
    {"other-letter", Status::warn, "letter"},
    {"page-file", Status::warn},
    {"low", Status::warn, "free_percent free"},
};

constexpr std::string_view letter = "R:";

// The agent begins to throw recovery points away below 5 % of free space. Source: template of
// drscout.conf, CDPFreeSpaceTriggerPercent (Azure/AzMigrate-Hydration, January 2025).
constexpr std::uint64_t lowest_percent = 5;

using Volume = WindowsHost::Volume;

// exFAT is our addition: no document names it, and it is no file system for this either.
constexpr std::string_view fat_names[] = {"FAT", "FAT12", "FAT16", "FAT32", "exFAT"};

bool is_fat(std::string_view filesystem) {
  return std::any_of(std::begin(fat_names), std::end(fat_names),
                     [&](std::string_view name) { return same_word(filesystem, name); });
}

/// What else lies on the volume and keeps it from being offered, or "".
std::string installed_on(const WindowsHost& host, const Volume& volume) {
  if (same_word(host.agent_letter, volume.letter)) return "the master target itself";
  if (same_word(host.cache_letter, volume.letter)) return "the process server with its cache";
  return {};
}

/// Another volume could serve: with a file system that is not FAT, and nothing else on it.
bool could_serve(const WindowsHost& host, const Volume& volume) {
  return !volume.system && volume.size_bytes != 0 && !volume.filesystem.empty() &&
         !is_fat(volume.filesystem) && installed_on(host, volume).empty();
}

Verdict without_r(const WindowsHost& host) {
  std::string others;
  for (const Volume& one : host.volumes) {
    if (could_serve(host, one)) return warn("other-letter", {{"letter", one.letter}});
    others += (others.empty() ? "" : ", ") + one.letter;
  }
  return fail("missing", {{"others", others.empty() ? "none" : others}});
}

Verdict decide(MasterTarget<WindowsHost> host) {
  const Volume* retention = host->volume(letter);
  if (!retention) return without_r(*host);
  // A volume that BitLocker has locked shows neither file system nor size.
  if (retention->filesystem.empty()) return fail("unformatted");
  if (is_fat(retention->filesystem)) return fail("fat", {{"filesystem", retention->filesystem}});
  if (retention->size_bytes == 0) return fail("empty");
  if (retention->system) return fail("system");
  if (const std::string what = installed_on(*host, *retention); !what.empty())
    return fail("install-volume", {{"what", what}});
  const std::uint64_t percent = retention->free_bytes / (retention->size_bytes / 100 + 1);
  if (percent < lowest_percent)
    return warn("low", {{"free_percent", std::to_string(percent)},
                        {"free", fmt::format("{} MiB", retention->free_bytes >> 20U)}});
  if (retention->page_file) return warn("page-file");
  return pass();
}

}  // namespace

extern constinit const Probe master_target_retention_drive{
    .id = "master-target.retention-drive",
    .question = "Can the Windows master target offer its retention drive?",
    .rule =
        "Reprotect from Azure (2018-02-06), Common things to check after installing the master "
        "target",
    .codes = codes,
    .stack = Stack::classic,
    .os = Os::windows,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
