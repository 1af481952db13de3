#include <fmt/format.h>

#include "collectors/host/kernel.h"
#include "collectors/host/os_release.h"
#include "collectors/host/platform.h"
#include "probes/probe.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"not-vmware", Status::fail, "vendor"},
    {"unsupported", Status::fail, "system"},
    {"kernel", Status::warn, "system kernel"},
};

// What the installer takes (Azure/AzMigrate-Hydration, January 2025): Ubuntu 16.04 and 20.04, RHEL
// and CentOS 7.4. The document advises Ubuntu 18.04 as well, which that installer refuses.
bool is_supported(const OsRelease& os) {
  if (os.id == "ubuntu") return os.version_id == "16.04" || os.version_id == "20.04";
  return (os.id == "rhel" || os.id == "centos") && os.major() == 7;
}

Verdict decide(MasterTarget<OsRelease> os, MasterTarget<Kernel> kernel,
               MasterTarget<Platform> platform) {
  if (!platform->on_vmware()) return fail("not-vmware", {{"vendor", platform->vendor}});
  if (!is_supported(*os)) return fail("unsupported", {{"system", os->pretty}});
  // The document says 4.16, the installer demands 4.15; no other can be right.
  const bool fits = kernel->release.starts_with("4.15.") || kernel->release.starts_with("4.16.");
  if (os->id == "ubuntu" && os->version_id == "16.04" && !fits)
    return warn("kernel", {{"system", os->pretty}, {"kernel", kernel->release}});
  return pass();
}

}  // namespace

extern constinit const Probe master_target_system{
    .id = "master-target.system",
    .question = "Is it a VMware VM with a system that a master target may have?",
    .rule =
        "Install a Linux master target (2026-02-13), Sizing and supported systems; "
        "Azure/AzMigrate-Hydration (January 2025), installer",
    .codes = codes,
    .stack = Stack::classic,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
