#include "probes/azure/readiness.h"

#include <algorithm>

#include <fmt/format.h>

#include "collectors/azure/appliance_parts.h"
#include "collectors/azure/discovery.h"
#include "collectors/azure/item_details.h"
#include "collectors/azure/master_targets.h"
#include "collectors/azure/policies.h"
#include "collectors/azure/process_servers.h"
#include "collectors/azure/vcenters.h"
#include "collectors/evidence/text.h"
#include "probes/azure/other_sources.h"
#include "probes/azure/verdicts.h"

namespace fbd {
namespace {

using namespace std::chrono_literals;

/// An input that is `value`, or missing because of `why`.
ReprotectInput input(std::string what, std::string value, std::string why) {
  if (!value.empty()) why.clear();
  return {std::move(what), std::move(value), std::move(why)};
}

/// Collects why none of several candidates will do.
class Search {
 public:
  void reject(std::string_view name, std::string_view why) {
    reject_as(fmt::format("{} {}", name, why));
  }
  void reject_as(std::string sentence) {
    // Two servers may have one name.
    if (std::find(reasons_.begin(), reasons_.end(), sentence) == reasons_.end())
      reasons_.push_back(std::move(sentence));
  }
  std::string why(std::string_view nobody) const {
    return reasons_.empty() ? std::string(nobody) : listed(reasons_);
  }

 private:
  std::vector<std::string> reasons_;
};

std::string_view objection(const MasterTargetState& target, const ProtectedItem& item) {
  if (!item.os.empty() && !target.os.empty() && !same_word(target.os, item.os))
    return "has another kind of operating system";
  const auto silence = target.silence();
  if (!silence) return "has no heartbeat that Azure tells of";
  if (*silence > heartbeat_limit) return "has no heartbeat";
  if (std::any_of(target.errors.begin(), target.errors.end(),
                  [](const ServiceError& error) { return !error.is_warning(); }))
    return "has errors";
  if (target.retention.empty()) return "has no retention volume";
  if (target.datastores.empty()) return "sees no datastore";
  if (target.disks && *target.disks + item.disks > 60) return "has no room for more disks";
  return {};
}

class Classic {
 public:
  Classic(const Context& context, const ProtectedItem& item) : context_(context), item_(item) {}

  std::vector<ReprotectInput> inputs() {
    std::vector<ReprotectInput> all;
    const MasterTargetState* target = nullptr;
    const Known<MasterTargets> targets = known<MasterTargets>(context_);
    Search search;
    if (targets.value)
      for (const MasterTargetState& one : targets.value->all) {
        std::string why(objection(one, item_));
        if (why.empty())
          why = objection_of_master_target(context_.site, context_.evidence, one.name, one.address,
                                           targets.at - one.silence().value_or(0s));
        if (!why.empty()) search.reject(one.name, why);
        // One that sees where the machine's disks are is better than any other.
        else if (!target || (!sees(*target) && sees(one)))
          target = &one;
      }
    all.push_back(
        input("master target", target ? target->name : "",
              targets.value ? search.why("the vault knows none") : targets.value.error().message));
    all.push_back(process_server());
    all.push_back(datastore(target));
    all.push_back(retention(target));
    all.push_back(policy());
    all.push_back(account());
    return all;
  }

 private:
  bool sees(const MasterTargetState& target) const {
    return !item_.datastores.empty() &&
           std::all_of(item_.datastores.begin(), item_.datastores.end(),
                       [&](const std::string& name) { return target.datastore(name); });
  }

  ReprotectInput process_server() const {
    const Known<ProcessServers> servers = known<ProcessServers>(context_);
    if (!servers.value) return input("process server", "", servers.value.error().message);
    Search search;
    for (const ProcessServerState& one : servers.value->all) {
      const auto silence = one.silence();
      std::string why =
          objection_of_process_server(context_.site, context_.evidence, one.name, one.addresses,
                                      servers.at - silence.value_or(0s));
      if (!silence || *silence > heartbeat_limit)
        why = "has no heartbeat";
      else if (is_critical(one.health))
        why = "is critical";
      if (why.empty()) return input("process server", one.name, "");
      search.reject(one.name, why);
    }
    return input("process server", "", search.why("the vault knows none"));
  }

  ReprotectInput datastore(const MasterTargetState* target) const {
    if (!target) return input("datastore", "", "a master target comes first");
    if (sees(*target)) return own_datastores();
    Search search;
    for (const DatastoreState& one : target->datastores) {
      if (one.is_unsupported()) continue;
      const std::string why = objection_to_datastore(context_.site, context_.evidence, one.name);
      if (why.empty())
        return input("datastore",
                     one.name + (item_.datastores.empty()
                                     ? ""
                                     : " (only if the machine on-premises is gone; "
                                       "its own, " +
                                           listed(item_.datastores) + ", is not mounted there)"),
                     "");
      search.reject_as(why);
    }
    return input("datastore", "", search.why(target->name + " sees neither VMFS nor vSAN"));
  }

  /// Where the machine's disks are: they are written to again.
  ReprotectInput own_datastores() const {
    Search search;
    for (const std::string& name : item_.datastores)
      if (const std::string why = objection_to_datastore(context_.site, context_.evidence, name);
          !why.empty())
        search.reject_as(why);
    const std::string why = search.why("");
    return input("datastore", why.empty() ? listed(item_.datastores) : "", why);
  }

  static ReprotectInput retention(const MasterTargetState* target) {
    if (!target) return input("retention drive", "", "a master target comes first");
    for (const RetentionVolume& one : target->retention)
      if (one.capacity_bytes.value_or(0) > 0) return input("retention drive", one.name, "");
    return input("retention drive", "", target->name + " has none that is not empty");
  }

  ReprotectInput policy() const {
    const Known<Policies> policies = known<Policies>(context_);
    if (!policies.value) return input("policy", "", policies.value.error().message);
    for (const Policy& one : policies.value->all)
      if (same_word(one.type, "InMage")) return input("policy", one.name, "");
    return input("policy", "", "the vault has none for the way back");
  }

  ReprotectInput account() const {
    const Known<Fabrics> fabrics = known<Fabrics>(context_);
    if (!fabrics.value) return input("account", "", fabrics.value.error().message);
    const Known<Vcenters> vcenters = known<Vcenters>(context_);
    for (const Fabric& fabric : fabrics.value->all)
      for (std::size_t i = 0; i < fabric.account_ids.size(); ++i) {
        if (vcenters.value && std::none_of(vcenters.value->all.begin(), vcenters.value->all.end(),
                                           [&](const VcenterState& one) {
                                             return one.account == fabric.account_ids[i];
                                           }))
          continue;
        return input("account", fabric.account_names[i], "");
      }
    return input("account", "", "the configuration server has none that a vCenter uses");
  }

  const Context& context_;
  const ProtectedItem& item_;
};

std::vector<ReprotectInput> modernized_inputs(const Context& context, const ProtectedItem& item) {
  std::vector<ReprotectInput> all;
  const Known<ApplianceParts> parts = known<ApplianceParts>(context);
  const Known<DiscoveredMachines> machines = known<DiscoveredMachines>(context);
  std::vector<std::string> wanted = item.datastores;
  if (machines.value && wanted.empty())
    if (const DiscoveredMachine* machine = machines.value->find(item.machine, item.name))
      for (const DiscoveredDisk& disk : machine->disks)
        if (!disk.datastore.empty()) wanted.push_back(disk.datastore);
  std::sort(wanted.begin(), wanted.end());
  wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
  const AppliancePart* agent = nullptr;
  bool agent_fits = false;
  Search search;
  if (parts.value)
    for (const AppliancePart* one : parts.value->of(AppliancePart::Kind::reprotect_agent)) {
      const auto now = parts.value->now;
      if (!one->heartbeat || !now || *now - *one->heartbeat > heartbeat_limit) {
        search.reject(one->name, "has no heartbeat");
      } else if (is_critical(one->health)) {
        search.reject(one->name, "is critical");
      } else if (one->datastores.empty()) {
        search.reject(one->name, "can write to no datastore");
      } else {
        const bool fits = std::all_of(wanted.begin(), wanted.end(), [&](const std::string& name) {
          return std::find(one->datastores.begin(), one->datastores.end(), name) !=
                 one->datastores.end();
        });
        if (!agent || (fits && !agent_fits)) {
          agent = one;
          agent_fits = fits;
        }
      }
    }
  all.push_back(
      input("reprotect agent", agent ? agent->name : "",
            parts.value ? search.why("the vault knows none") : parts.value.error().message));
  if (!agent)
    all.push_back(input("datastore", "", "a reprotect agent comes first"));
  else if (agent_fits && !wanted.empty()) {
    Search objections;
    for (const std::string& name : wanted)
      if (std::string why = objection_to_datastore(context.site, context.evidence, name);
          !why.empty())
        objections.reject_as(std::move(why));
    const std::string why = objections.why("");
    all.push_back(input("datastore", why.empty() ? listed(wanted) : "", why));
  } else
    all.push_back(input(
        "datastore",
        agent->datastores.front() + (wanted.empty()
                                         ? ""
                                         : " (only if the machine on-premises is gone; its own, " +
                                               listed(wanted) + ", cannot be written to)"),
        ""));
  all.push_back(input("log storage account",
                      item.log_storage.empty()
                          ? "any standard one in the region of the Azure VM"
                          : std::string(item.log_storage.substr(item.log_storage.rfind('/') + 1)),
                      ""));
  return all;
}

}  // namespace

std::optional<Readiness> readiness_of(const Site& site, const Evidence& evidence) {
  const std::vector<const Host*> vaults = site.in({Role::vault});
  if (site.vm.empty() || vaults.empty()) return std::nullopt;
  const Context context{site, evidence, *vaults.front()};
  Readiness readiness{site.vm, vaults.front()->name, ""};
  const Known<ProtectedItems> items = known<ProtectedItems>(context);
  if (!items.value) {
    readiness.instead = items.value.error().message;
    return readiness;
  }
  std::vector<std::string_view> names;
  for (const ProtectedItem& item : items.value->all) {
    names.push_back(item.name);
    if (!item.is_called(site.vm)) continue;
    const Known<ItemDetails> details = known<ItemDetails>(context);
    const ProtectedItem& whole = in_detail(details.value, item);
    readiness.phase = name(item.phase());
    if (item.phase() != ProtectedItem::Phase::failed_over)
      readiness.instead = fmt::format(
          "it is {} (state {}): there is nothing to reprotect to "
          "on-premises",
          readiness.phase, item.state);
    else
      readiness.inputs =
          item.is_classic() ? Classic(context, whole).inputs() : modernized_inputs(context, whole);
    return readiness;
  }
  readiness.instead =
      fmt::format("the vault has no replicated item of that name{}", did_you_mean(site.vm, names));
  return readiness;
}

}  // namespace fbd
