#include "collectors/host/agent_config.h"
#include "collectors/host/agent_version.h"
#include "probes/probe.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"missing", Status::fail},
    {"incomplete", Status::fail, "missing present"},
};

template <class Fact>
bool is_absent(const Result<Fact>& fact) {
  return !fact && fact.error().kind == ErrorKind::not_found;
}

/// Why it cannot be told whether the file is there. One that cannot be understood is there.
template <class Fact>
const Error* doubt(const Result<Fact>& fact) {
  if (fact || fact.error().kind == ErrorKind::not_found ||
      fact.error().kind == ErrorKind::malformed)
    return nullptr;
  return &fact.error();
}

Verdict decide(AgentHost<Result<AgentVersion>> version, AgentHost<Result<AgentConfig>> config) {
  if (const Error* error = doubt(*version)) return unknown(*error);
  if (const Error* error = doubt(*config)) return unknown(*error);
  if (is_absent(*version) && is_absent(*config)) return fail("missing");
  const auto incomplete = [](std::string_view missing, std::string_view present) {
    return fail("incomplete",
                {{"missing", std::string(missing)}, {"present", std::string(present)}});
  };
  if (is_absent(*version)) return incomplete(AgentVersion::path, AgentConfig::path);
  if (is_absent(*config)) return incomplete(AgentConfig::path, AgentVersion::path);
  if (*version && !(*version)->version.empty()) return pass({{"version", (*version)->version}});
  return pass();
}

}  // namespace

extern constinit const Probe agent_installed{
    .id = "agent.installed",
    .question = "Is the mobility agent installed?",
    .rule =
        "Prepare for failback of VMware VMs (2019-12-24): do not uninstall the Mobility service "
        "after failover; Azure/AzMigrate-Hydration (January 2025), agent installer: files it "
        "leaves in /usr/local",
    .codes = codes,
    .os = Os::gnu_linux,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
