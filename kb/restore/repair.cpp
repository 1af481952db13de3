#include "kb/restore/repair.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "collectors/network/interface_intent.h"
#include "kb/restore/bring_up.h"

// Source: vConService of Azure/AzMigrate-Hydration's history (the markers make the next boot write
// DHCP again).

namespace fbd {
namespace {

constexpr const char* markers[] = {"/etc/vxagent/setazureip", "/etc/vxagent/setvmwareip"};

/// A problem that was not there before, or nullptr.
const NetworkProblem* new_problem(const ConfiguredNetwork& before, const ConfiguredNetwork& after) {
  for (const NetworkProblem& one : after.problems)
    if (!one.backup &&
        std::none_of(before.problems.begin(), before.problems.end(), [&](const auto& other) {
          return other.file == one.file && other.reason == one.reason;
        }))
      return &one;
  return nullptr;
}

}  // namespace

std::string RepairInput::value(std::string_view name) const {
  const auto found = verdict.values.find(name);
  return found == verdict.values.end() ? "" : found->second;
}

std::string RepairInput::mac_of(const std::string& interface) const {
  const RunningInterface* found = running ? running->find(interface) : nullptr;
  return found ? found->mac : "";
}

std::vector<const Connection*> in_force_for(const ConfiguredNetwork& network,
                                            const std::string& interface, const std::string& mac) {
  std::vector<const Connection*> found;
  for (const Connection& one : network.connections)
    if (!one.backup && one.at_boot && one.status == ConnectionStatus::ok &&
        one.applies_to(interface, mac) == Applies::yes)
      found.push_back(&one);
  return found;
}

Result<RestorePlan> finished(RestorePlan plan, const FileEdits& edits, const RepairInput& input,
                             const std::vector<std::string>& interfaces) {
  const Result<ConfiguredNetwork> after = edits.network();
  if (!after) return tl::unexpected<Error>(after.error());
  if (const NetworkProblem* problem = new_problem(input.now, *after))
    return error(
        ErrorKind::not_found,
        fmt::format("a change that could be made by itself would not be read: {}; \"kb show\""
                    " tells how it is done by hand",
                    problem->text()));
  FileEdits marks(input.files);
  for (const char* marker : markers)
    marks.remove(marker, "with it the next boot writes DHCP again");
  std::vector<FileChange> changes = edits.changes();
  std::set<NetworkStack> stacks;
  for (const FileChange& one : changes)
    if (const auto stack = stack_of(one.path, input.now.ifcfg.reader)) stacks.insert(*stack);
  for (const std::string& interface : interfaces)
    for (const Connection* one : in_force_for(*after, interface, input.mac_of(interface))) {
      if (input.running) stacks.insert(one->stack);
      for (const Cidr& address : one->ipv4.addresses)
        if (one->ipv4.method == AddressMethod::fixed)
          plan.expected.push_back({interface, address.address, one->ipv4.gateway});
    }
  plan.files = marks.changes();
  plan.files.insert(plan.files.end(), changes.begin(), changes.end());
  if (!input.running) {
    plan.notes.emplace_back("a mounted disk: nothing is run; it counts from the next boot on");
    plan.packages.clear();
    plan.before.clear();
    plan.after.clear();
    plan.undo.clear();
    plan.expected_servers.clear();
    return plan;
  }
  for (const NetworkStack stack : stacks) add_commands(plan, stack, interfaces);
  return plan;
}

}  // namespace fbd
