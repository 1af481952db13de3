#include "collectors/host/multipath_config.h"
#include "probes/probe.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"missing", Status::fail, "path"},
    {"root-disk", Status::fail, "path"},
    {"names", Status::warn, "path settings"},
};

Verdict decide(MasterTarget<Result<MultipathConfig>> config) {
  const std::string path(MultipathConfig::path);
  if (!*config) {
    if (config->error().kind == ErrorKind::not_found) return fail("missing", {{"path", path}});
    return unknown(config->error());
  }
  const MultipathConfig& known = **config;
  // Which disk is the system's is not compared: whatever is listed was listed by the preparation.
  if (known.blacklisted_wwids.empty()) return fail("root-disk", {{"path", path}});
  std::string settings;
  if (known.user_friendly_names != "no") settings = "user_friendly_names no";
  if (known.find_multipaths != "no")
    settings += std::string(settings.empty() ? "" : ", ") + "find_multipaths no";
  if (!settings.empty()) return warn("names", {{"path", path}, {"settings", settings}});
  return pass();
}

}  // namespace

extern constinit const Probe master_target_multipath{
    .id = "master-target.multipath",
    .question = "Does multipath take the disks of failed-over VMs, and leave the system's alone?",
    .rule =
        "Install a Linux master target (2026-02-13), Apply custom configuration changes; "
        "Azure/AzMigrate-Hydration (January 2025), ApplyCustomChanges.sh and blacklistrootdev.sh",
    .codes = codes,
    .stack = Stack::classic,
    .os = Os::gnu_linux,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
