#include <algorithm>

#include <fmt/format.h>

#include "collectors/azure/master_targets.h"
#include "collectors/azure/policies.h"
#include "collectors/azure/process_servers.h"
#include "collectors/azure/vcenters.h"
#include "collectors/evidence/text.h"
#include "probes/azure/other_sources.h"
#include "probes/azure/own_words.h"
#include "probes/azure/reprotect_inputs.h"
#include "probes/azure/verdicts.h"

namespace fbd {
namespace {

using namespace std::chrono_literals;

/// Where Azure does not say, somebody else's word counts, and says whose it is.
ReprotectInput by_own_word(const char* what, const OwnWord& own, std::string_view azure) {
  if (!own.value.empty())
    return input(what, fmt::format("{} (by its own word; Azure: {})", own.value, azure), "");
  return input(what, "",
               own.why.empty() ? std::string(azure) : fmt::format("{}; {}", azure, own.why));
}

std::string_view objection(const MasterTargetState& target, const ProtectedItem& item) {
  if (!item.os.empty() && !target.os.empty() && !same_word(target.os, item.os))
    return "has another kind of operating system";
  const auto silence = target.silence();
  if (!silence) return "has no heartbeat that Azure tells of";
  if (*silence > heartbeat_limit) return "has no heartbeat";
  if (std::any_of(target.errors.begin(), target.errors.end(),
                  [](const ServiceError& error) { return !error.is_warning(); }))
    return "has errors";
  if (target.datastores.empty()) return "sees no datastore";
  if (target.disks && *target.disks + item.disks > 60) return "has no room for more disks";
  return {};
}

class Classic {
 public:
  Classic(const Context& context, const ProtectedItem& item)
      : context_(context), site_(context.site), evidence_(context.evidence), item_(item) {
    wanted_ = item.datastores;
    if (wanted_.empty()) wanted_ = datastores_in_vsphere(site_, evidence_, item.name);
  }

  std::vector<ReprotectInput> all() {
    const Known<MasterTargets> targets = known<MasterTargets>(context_);
    const MasterTargetState* target = nullptr;
    std::vector<ReprotectInput> inputs{master_target(targets, target)};
    inputs.push_back(process_server());
    inputs.push_back(datastore(target));
    inputs.push_back(retention(target, targets.at));
    inputs.push_back(policy());
    inputs.push_back(account());
    return inputs;
  }

 private:
  ReprotectInput master_target(const Known<MasterTargets>& targets,
                               const MasterTargetState*& target) {
    if (!targets.value) {
      const OwnWord own = own_master_target(site_, evidence_, item_.os);
      own_target_ = own.value;
      return by_own_word("master target", own, targets.value.error().message);
    }
    Candidates candidates;
    for (const MasterTargetState& one : targets.value->all) {
      std::string why(objection(one, item_));
      if (why.empty() && one.retention.empty()) why = without_retention(one);
      if (why.empty())
        why = objection_of_master_target(site_, evidence_, one.name, one.address,
                                         targets.at - one.silence().value_or(0s));
      if (!why.empty()) candidates.reject(one.name, why);
      // One that sees where the machine's disks are is better than any other.
      else if (!target || (!sees(*target) && sees(one)))
        target = &one;
    }
    if (target) target_ = *target;  // `targets` does not outlive us
    target = target ? &target_ : nullptr;
    candidates.could_not_read(targets.value->unread);
    return input("master target", target ? target->name : "",
                 candidates.why("the vault knows none"));
  }

  /// What the machine itself knows of a volume that Azure does not list.
  std::string without_retention(const MasterTargetState& target) const {
    const OwnWord own = own_retention(site_, evidence_, target.name, target.address);
    if (!own.value.empty())
      return fmt::format(
          "has no retention volume that Azure lists, and has {} by its own word: a "
          "new one is listed within 15 minutes, or after refreshing the "
          "configuration server",
          own.value);
    return own.why.empty() ? "has no retention volume"
                           : fmt::format("has no retention volume: {}", own.why);
  }

  bool sees(const MasterTargetState& target) const {
    return !wanted_.empty() &&
           std::all_of(wanted_.begin(), wanted_.end(),
                       [&](const std::string& name) { return target.datastore(name); });
  }

  ReprotectInput process_server() const {
    const Known<ProcessServers> servers = known<ProcessServers>(context_);
    if (!servers.value)
      return by_own_word("process server", own_process_server(site_, evidence_),
                         servers.value.error().message);
    Candidates candidates;
    for (const ProcessServerState& one : servers.value->all) {
      const auto silence = one.silence();
      std::string why = objection_of_process_server(site_, evidence_, one.name, one.addresses,
                                                    servers.at - silence.value_or(0s));
      if (!silence || *silence > heartbeat_limit)
        why = "has no heartbeat";
      else if (is_critical(one.health))
        why = "is critical";
      if (why.empty()) return input("process server", one.name, "");
      candidates.reject(one.name, why);
    }
    candidates.could_not_read(servers.value->unread);
    return input("process server", "", candidates.why("the vault knows none"));
  }

  ReprotectInput datastore(const MasterTargetState* target) const {
    if (!target && !own_target_.empty() && !wanted_.empty()) return own_datastores(" (by vCenter)");
    if (!target) return input("datastore", "", "a master target comes first");
    if (sees(*target)) return own_datastores("");
    Candidates candidates;
    for (const DatastoreState& one : target->datastores) {
      if (one.is_unsupported()) continue;
      const std::string why = objection_to_datastore(site_, evidence_, one.name);
      if (!why.empty()) {
        candidates.reject_as(why);
        continue;
      }
      return input("datastore",
                   one.name + (wanted_.empty() ? ""
                                               : " (only if the machine on-premises is gone; its "
                                                 "own, " +
                                                     listed(wanted_) + ", is not mounted there)"),
                   "");
    }
    return input("datastore", "", candidates.why(target->name + " sees neither VMFS nor vSAN"));
  }

  /// Where the machine's disks are: they are written to again.
  ReprotectInput own_datastores(const char* by) const {
    Candidates candidates;
    for (const std::string& name : wanted_)
      if (const std::string why = objection_to_datastore(site_, evidence_, name); !why.empty())
        candidates.reject_as(why);
    const std::string why = candidates.why("");
    return input("datastore", why.empty() ? listed(wanted_) + by : "", why);
  }

  ReprotectInput retention(const MasterTargetState* target, std::chrono::sys_seconds asked) const {
    constexpr const char* what = "retention drive";
    if (!target && !own_target_.empty())
      return by_own_word(what, own_retention(site_, evidence_, own_target_, ""),
                         "its list of master targets could not be read");
    if (!target) return input(what, "", "a master target comes first");
    Candidates candidates;
    for (const RetentionVolume& one : target->retention) {
      if (one.capacity_bytes.value_or(0) == 0) continue;
      const std::string why =
          objection_to_retention(site_, evidence_, target->name, target->address, one.name,
                                 asked - target->silence().value_or(0s));
      if (why.empty()) return input(what, one.name, "");
      candidates.reject(one.name, why);
    }
    return input(what, "", candidates.why(target->name + " has none that is not empty"));
  }

  /// Azure makes it together with the policy for the way there, and gives it its name.
  /// Source: Reprotect from Azure (2018-02-06), Failback policy.
  ReprotectInput policy() const {
    const Known<Policies> policies = known<Policies>(context_);
    const std::string usual = item_.policy.empty() ? "" : item_.policy + "-failback";
    if (!policies.value) {
      if (usual.empty()) return input("policy", "", policies.value.error().message);
      return input(
          "policy",
          fmt::format("{} (its usual name; Azure: {})", usual, policies.value.error().message), "");
    }
    const Policy* chosen = nullptr;
    for (const Policy& one : policies.value->all)
      if (same_word(one.type, "InMage") && (!chosen || same_word(one.name, usual))) chosen = &one;
    return input("policy", chosen ? chosen->name : "",
                 fmt::format("the vault has none for the way back; associating the replication "
                             "policy{} with the configuration server again makes one",
                             item_.policy.empty() ? "" : " " + item_.policy));
  }

  ReprotectInput account() const {
    const Known<Fabrics> fabrics = known<Fabrics>(context_);
    const OwnWord own = own_account(site_, evidence_);
    if (!fabrics.value) return by_own_word("account", own, fabrics.value.error().message);
    const Known<Vcenters> vcenters = known<Vcenters>(context_);
    for (const Fabric& fabric : fabrics.value->all)
      for (std::size_t i = 0; i < fabric.account_ids.size(); ++i) {
        if (vcenters.value && std::none_of(vcenters.value->all.begin(), vcenters.value->all.end(),
                                           [&](const VcenterState& one) {
                                             return one.account == fabric.account_ids[i];
                                           }))
          continue;
        const std::string& name = fabric.account_names[i];
        const std::string why = objection_to_account(site_, evidence_, name);
        return input("account", why.empty() ? name : "", why);
      }
    Candidates candidates;
    candidates.could_not_read(fabrics.value->unread);
    std::string why = candidates.why("the configuration server has none that a vCenter uses");
    if (!own.value.empty())
      why += fmt::format("; {} would do: add it to the configuration server", own.value);
    else if (!own.why.empty())
      why += "; " + own.why;
    return input("account", "", why);
  }

  const Context& context_;
  const Site& site_;
  const Evidence& evidence_;
  const ProtectedItem& item_;
  std::vector<std::string> wanted_;  // datastores that hold its disks
  MasterTargetState target_;         // the one that was chosen
  std::string own_target_;           // or the one that is none of Azure's words
};

}  // namespace

std::vector<ReprotectInput> classic_inputs(const Context& context, const ProtectedItem& item) {
  return Classic(context, item).all();
}

}  // namespace fbd
