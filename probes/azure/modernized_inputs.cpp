#include <algorithm>

#include <fmt/format.h>

#include "collectors/azure/appliance_parts.h"
#include "collectors/azure/discovery.h"
#include "collectors/azure/policies.h"
#include "collectors/evidence/text.h"
#include "probes/azure/other_sources.h"
#include "probes/azure/own_words.h"
#include "probes/azure/reprotect_inputs.h"
#include "probes/azure/verdicts.h"

namespace fbd {
namespace {

using Kind = AppliancePart::Kind;

bool writes_to(const AppliancePart& agent, const std::string& name) {
  return std::find(agent.datastores.begin(), agent.datastores.end(), name) !=
         agent.datastores.end();
}

std::string_view objection(const AppliancePart& part, const ApplianceParts& parts) {
  if (!part.heartbeat || !parts.now || *parts.now - *part.heartbeat > heartbeat_limit)
    return "has no heartbeat";
  if (is_critical(part.health)) return "is critical";
  if (part.kind == Kind::reprotect_agent && part.datastores.empty())
    return "can write to no datastore";
  return {};
}

class Modernized {
 public:
  Modernized(const Context& context, const ProtectedItem& item)
      : context_(context), item_(item), parts_(known<ApplianceParts>(context)) {
    wanted_ = item.datastores;
    const Known<DiscoveredMachines> machines = known<DiscoveredMachines>(context);
    if (machines.value && wanted_.empty())
      if (const DiscoveredMachine* machine = machines.value->find(item.machine, item.name))
        for (const DiscoveredDisk& disk : machine->disks)
          if (!disk.datastore.empty()) wanted_.push_back(disk.datastore);
    if (wanted_.empty()) wanted_ = datastores_in_vsphere(context.site, context.evidence, item.name);
    std::sort(wanted_.begin(), wanted_.end());
    wanted_.erase(std::unique(wanted_.begin(), wanted_.end()), wanted_.end());
  }

  std::vector<ReprotectInput> all() const {
    Candidates candidates;
    const AppliancePart* const agent = best_agent(candidates);
    return {part("reprotect agent", agent, candidates),
            process_server(),
            datastore(agent),
            log_storage(),
            policy(),
            account()};
  }

 private:
  ReprotectInput part(const char* what, const AppliancePart* found, Candidates& candidates) const {
    if (!parts_.value) return input(what, "", parts_.value.error().message);
    candidates.could_not_read(parts_.value->unread);
    return input(what, found ? found->name : "", candidates.why("the vault knows none"));
  }

  /// The first that is well; one that can write to all datastores of the machine is better.
  const AppliancePart* best_agent(Candidates& candidates) const {
    if (!parts_.value) return nullptr;
    const AppliancePart* best = nullptr;
    for (const AppliancePart* one : parts_.value->of(Kind::reprotect_agent)) {
      const std::string_view why = objection(*one, *parts_.value);
      if (!why.empty())
        candidates.reject(one->name, why);
      else if (!best || (fits(*one) && !fits(*best)))
        best = one;
    }
    return best;
  }

  bool fits(const AppliancePart& agent) const {
    return std::all_of(wanted_.begin(), wanted_.end(),
                       [&](const std::string& name) { return writes_to(agent, name); });
  }

  ReprotectInput process_server() const {
    Candidates candidates;
    if (parts_.value)
      for (const AppliancePart* one : parts_.value->of(Kind::process_server)) {
        const std::string_view why = objection(*one, *parts_.value);
        if (why.empty()) return part("process server", one, candidates);
        candidates.reject(one->name, why);
      }
    return part("process server", nullptr, candidates);
  }

  ReprotectInput datastore(const AppliancePart* agent) const {
    if (!agent) return input("datastore", "", "a reprotect agent comes first");
    const auto objection_to = [&](const std::string& name) {
      return objection_to_datastore(context_.site, context_.evidence, name);
    };
    Candidates candidates;
    if (fits(*agent) && !wanted_.empty()) {
      for (const std::string& name : wanted_)
        if (std::string why = objection_to(name); !why.empty())
          candidates.reject_as(std::move(why));
      const std::string why = candidates.why("");
      return input("datastore", why.empty() ? listed(wanted_) : "", why);
    }
    for (const std::string& name : agent->datastores) {
      if (std::string why = objection_to(name); !why.empty()) {
        candidates.reject_as(std::move(why));
        continue;
      }
      return input("datastore",
                   name + (wanted_.empty() ? ""
                                           : " (only if the machine on-premises is gone; its "
                                             "own, " +
                                                 listed(wanted_) + ", cannot be written to)"),
                   "");
    }
    return input("datastore", "", candidates.why(agent->name + " can write to none"));
  }

  ReprotectInput log_storage() const {
    return input("log storage account",
                 item_.log_storage.empty() ? "any standard one in the region of the Azure VM"
                                           : std::string(last_part(item_.log_storage)),
                 "");
  }

  /// Azure takes one of its own where none is named. Source: Site Recovery REST API 2024-04-01,
  /// InMageRcmReprotectInput: policyId is optional.
  ReprotectInput policy() const {
    const Known<Policies> policies = known<Policies>(context_);
    if (policies.value)
      for (const Policy& one : policies.value->all)
        if (same_word(one.type, "InMageRcmFailback")) return input("policy", one.name, "");
    return input("policy", "the one that Azure makes for the way back, if none is named", "");
  }

  /// With which the appliance gets at vCenter.
  ReprotectInput account() const {
    const OwnWord own = own_account(context_.site, context_.evidence);
    const Known<DiscoveryAccounts> accounts = known<DiscoveryAccounts>(context_);
    std::string why;
    if (accounts.value) {
      for (const DiscoveryAccount& one : accounts.value->all)
        if (same_word(one.type, "VMwareFabric")) {
          why = objection_to_account(context_.site, context_.evidence, one.name);
          return input("account", why.empty() ? one.name : "", why);
        }
      Candidates candidates;
      candidates.could_not_read(accounts.value->unread);
      why = candidates.why("the appliance has none for vCenter");
    } else {
      why = accounts.value.error().message;
      if (!own.value.empty())
        return input("account", fmt::format("{} (by its own word; Azure: {})", own.value, why), "");
    }
    if (!own.value.empty())
      why +=
          fmt::format("; {} would do: add it in the appliance's configuration manager", own.value);
    else if (!own.why.empty())
      why += "; " + own.why;
    return input("account", "", why);
  }

  const Context& context_;
  const ProtectedItem& item_;
  const Known<ApplianceParts> parts_;
  std::vector<std::string> wanted_;  // datastores that hold its disks
};

}  // namespace

std::vector<ReprotectInput> modernized_inputs(const Context& context, const ProtectedItem& item) {
  return Modernized(context, item).all();
}

}  // namespace fbd
