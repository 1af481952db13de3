#include <fmt/format.h>

#include "collectors/host/os_release.h"
#include "probes/probe.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"no-linux-target", Status::fail, "system targets"},
};

Verdict decide(ProtectedVm<OsRelease> vm) {
  std::string targets;
  bool known = true;
  for (const Host* target : vm.site().in({Role::master_target})) {
    if (target->os == Os::gnu_linux) return pass();
    known = known && target->os != Os::unknown;
    targets +=
        fmt::format("{}{} ({})", targets.empty() ? "" : ", ", target->name, name(target->os));
  }
  if (targets.empty()) return skipped("no master target is known");
  if (!known)
    return unknown({ErrorKind::not_found,
                    "the site file does not say which operating system " + targets + " has"});
  return fail("no-linux-target", {{"system", vm->pretty}, {"targets", targets}});
}

}  // namespace

extern constinit const Probe site_operating_systems{
    .id = "site.operating-systems",
    .question = "Is there a master target with the VM's operating system?",
    .rule =
        "Reprotect from Azure (2018-02-06), Before you begin: a Linux VM needs a Linux master "
        "target",
    .codes = codes,
    .stack = Stack::classic,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
