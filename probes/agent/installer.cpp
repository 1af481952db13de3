#include "collectors/host/installer_errors.h"
#include "probes/probe.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"failed", Status::warn, "errors first"},
};

Verdict decide(AgentHost<InstallerErrors> errors) {
  if (errors->all.empty()) return pass();
  std::string names;
  for (const InstallerErrors::One& one : errors->all)
    if (names.find(one.name) == std::string::npos) names += (names.empty() ? "" : ", ") + one.name;
  const std::string& message = errors->all.front().message;
  return warn("failed", {{"errors", names}, {"first", message.empty() ? names : message}});
}

}  // namespace

extern constinit const Probe agent_installer{
    .id = "agent.installer",
    .question = "Has the last installation of the agent left no errors?",
    .rule = "Azure/AzMigrate-Hydration (January 2025), installer: InstallerErrors.json",
    .codes = codes,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
