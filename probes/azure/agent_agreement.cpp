#include "collectors/azure/master_targets.h"
#include "collectors/azure/protected_items.h"
#include "collectors/evidence/text.h"
#include "collectors/host/processes.h"
#include "probes/agent/daemons.h"
#include "probes/azure/verdicts.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"stopped-since", Status::fail, "heartbeat seen"},
    {"not-heard", Status::fail, "heartbeat seen minutes"},
    {"stopped-before", Status::warn, "heartbeat seen"},
};

/// When Azure last heard from the agent of a host, and whether that is too long ago.
struct Heard {
  std::optional<std::chrono::sys_seconds> at{};
  std::chrono::seconds age{0};
  bool silent = false;
};

std::optional<Heard> heard_of(const Host& host, const ProtectedItems& items,
                              const MasterTargets& targets) {
  const std::string& name = host.vm_name.empty() ? host.name : host.vm_name;
  for (const ProtectedItem& item : items.all) {
    if (!same_word(item.name, name) && !same_word(item.name, host.name)) continue;
    if (!item.agent_heartbeat || !items.now) return Heard{};
    const auto age = *items.now - *item.agent_heartbeat;
    return Heard{item.agent_heartbeat, age,
                 age > (item.is_classic() ? relayed_heartbeat_limit : heartbeat_limit)};
  }
  for (const MasterTargetState& target : targets.all) {
    if (!same_word(target.name, name) && !same_word(target.address, host.dial())) continue;
    const std::optional<std::chrono::seconds> age = target.silence();
    if (!age) return Heard{};
    return Heard{target.heartbeat, *age, *age > heartbeat_limit};
  }
  return std::nullopt;
}

Verdict decide(AgentHost<Processes> processes, AzureVault<ProtectedItems> items,
               AzureVault<MasterTargets> targets) {
  const std::optional<Heard> heard = heard_of(processes.host(), *items, *targets);
  if (!heard && !targets->unread.empty()) return unknown(targets->unread.front().why);
  if (!heard) return skipped("the vault knows no machine of that name");
  if (!heard->at)
    return unknown({ErrorKind::not_found, "Azure does not say when it last heard from the agent"});
  const bool runs = Daemons(*processes).all();
  Values values{{"heartbeat", human_time(*heard->at)}, {"seen", human_time(processes.at())}};
  // By the clock that the machine was looked at with: whose word is the newer.
  const bool machine_is_newer = processes.at() >= items.at() - heard->age;
  if (!runs && !heard->silent)
    return machine_is_newer ? fail("stopped-since", std::move(values))
                            : warn("stopped-before", std::move(values));
  if (runs && heard->silent && machine_is_newer) {
    values["minutes"] = minutes_of(heard->age);
    return fail("not-heard", std::move(values));
  }
  return pass();
}

}  // namespace

extern constinit const Probe azure_agent_agreement{
    .id = "azure.agent-agreement",
    .question = "Do Azure and the machine say the same about the mobility agent?",
    .rule = "Troubleshoot replication issues (2019-08-02), 78174 and 78022",
    .codes = codes,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
