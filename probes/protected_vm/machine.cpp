#include "collectors/evidence/text.h"
#include "collectors/host/agent_config.h"
#include "collectors/host/failover_traces.h"
#include "collectors/host/key_values.h"
#include "collectors/host/platform.h"
#include "probes/agent/usable.h"
#include "probes/probe.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"born-in-azure", Status::fail},
};

Verdict runs(std::string where) { return pass({{"where", std::move(where)}}); }

Verdict outside_azure(const Platform& platform, const FailoverTraces& traces) {
  if (!platform.on_vmware())
    return runs("neither Azure nor VMware: " +
                (platform.vendor.empty() ? "a vendor that is not named" : platform.vendor));
  return runs(traces.any() ? "failed back: on VMware, with traces of Azure" : "on VMware");
}

Verdict decide(ProtectedVm<Result<AgentConfig>> config, ProtectedVm<Platform> platform,
               ProtectedVm<FailoverTraces> traces) {
  const std::string& host = platform.host().name;
  if (!*config && config->error().kind != ErrorKind::not_found) return unknown(config->error());
  if (!platform->in_azure()) return outside_azure(*platform, *traces);
  // Where it was born is what the agent's installer was told, and an agent that is gone can no
  // longer tell; then the scripts of a failover may have left their traces.
  const std::string vm_platform = *config ? (*config)->vm_platform : "";
  if (*config && !(*config)->damage.empty()) return not_from_damaged(**config, host);
  if (same_word(vm_platform, "Azure")) return fail("born-in-azure");
  if (same_word(vm_platform, "VmWare") || traces->any())
    return runs("failed over: a VMware VM running in Azure");
  return unknown({ErrorKind::not_found,
                  host + ": it runs in Azure, and neither an agent nor the traces of a failover "
                         "tell whether it came from VMware"});
}

}  // namespace

extern constinit const Probe protected_vm_machine{
    .id = "protected-vm.machine",
    .question = "Can this machine be failed back to VMware?",
    .rule =
        "Reprotect from Azure (2018-02-06), Before you begin: a VM that was created in Azure "
        "cannot be reprotected to an on-premises site",
    .codes = codes,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
