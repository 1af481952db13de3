#include <fmt/format.h>

#include "collectors/host/os_release.h"
#include "collectors/host/windows_host.h"
#include "probes/probe.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"no-linux-target", Status::fail, "system targets"},
    {"no-windows-target", Status::fail, "targets"},
};

Verdict decide(ProtectedVm<IfAsked<OsRelease>> vm, ProtectedVm<IfAsked<WindowsHost>> windows) {
  if (!*vm && !*windows) {
    const Error& why = vm.host().os == Os::windows ? windows->error() : vm->error();
    return vm.host().reach == Reach::none ? skipped(why.message) : unknown(why);
  }
  const Os wanted = *vm ? Os::gnu_linux : Os::windows;
  std::string targets;
  bool known = true;
  for (const Host* target : vm.site().in({Role::master_target})) {
    if (target->os == wanted) return pass();
    known = known && target->os != Os::unknown;
    targets +=
        fmt::format("{}{} ({})", targets.empty() ? "" : ", ", target->name, name(target->os));
  }
  if (targets.empty()) return skipped("no master target is known");
  if (!known)
    return unknown({ErrorKind::not_found,
                    "the site file does not say which operating system " + targets + " has"});
  if (wanted == Os::windows) return fail("no-windows-target", {{"targets", targets}});
  return fail("no-linux-target", {{"system", (*vm)->pretty}, {"targets", targets}});
}

}  // namespace

extern constinit const Probe site_operating_systems{
    .id = "site.operating-systems",
    .question = "Is there a master target with the VM's operating system?",
    .rule =
        "Reprotect from Azure (2018-02-06), Before you begin: a Linux VM needs a Linux master "
        "target, a Windows VM a Windows one",
    .codes = codes,
    .stack = Stack::classic,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
