#include <algorithm>
#include <optional>

#include "collectors/evidence/text.h"
#include "collectors/host/network_surroundings.h"
#include "collectors/network/configured_network.h"
#include "collectors/network/interface_intent.h"
#include "collectors/network/mac.h"
#include "collectors/network/name_pattern.h"
#include "probes/probe.h"
#include "probes/protected_vm/adapters.h"
#include "probes/protected_vm/failed_back.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"other-mac", Status::fail, "adapter adapter_mac interface mac file present"},
    {"stale-rule", Status::fail, "adapter adapter_mac interface mac file rule"},
    {"old-names", Status::fail, "adapter interface file"},
    {"renamed", Status::fail, "adapter interface file present"},
    {"azure-only", Status::fail, "adapter adapter_mac file"},
};

bool in_force(const Connection& one) {
  return !one.backup && one.at_boot && one.status == ConnectionStatus::ok;
}

std::string whose(const std::string& mac) {
  if (is_azure_mac(mac)) return mac + " (an address of Azure)";
  return is_vmware_mac(mac) ? mac + " (an address of VMware)" : mac;
}

/// "eth0", "eth12": what the kernel calls adapters when nobody gives them another name.
bool is_kernel_name(std::string_view name) {
  return name.starts_with("eth") && name.size() > 3 &&
         name.find_first_not_of("0123456789", 3) == name.npos;
}

/// Configuration that is for adapters which are not there, and adapters without any.
class Names {
 public:
  Names(const ConfiguredNetwork& configured, const RunningLinks& links,
        std::vector<Adapter> adapters)
      : configured_(configured), links_(links), adapters_(std::move(adapters)) {}

  /// The first adapter that nothing is configured for.
  const Adapter* without_configuration() const {
    const auto found = std::find_if(adapters_.begin(), adapters_.end(), [this](const Adapter& one) {
      return !is_configured(one) && !is_below(one);
    });
    return found == adapters_.end() ? nullptr : &*found;
  }

  /// For an adapter with an address that none has; rather one with this name.
  const Connection* of_unknown_mac(const Adapter& adapter) const {
    const Connection* best = nullptr;
    for (const Connection& one : configured_.connections) {
      if (!in_force(one) || one.by_failover || !one.match || one.match->macs.empty()) continue;
      const auto& macs = one.match->macs;
      if (std::any_of(macs.begin(), macs.end(),
                      [this](const std::string& mac) { return has_mac(links_, mac); }))
        continue;
      if (!best || one.interface == adapter.link->name) best = &one;
    }
    return best;
  }

  /// For an adapter with a name that no interface has.
  const Connection* of_unknown_name() const {
    for (const Connection& one : configured_.connections)
      if (in_force(one) && !one.by_failover && is_for_hardware(one) && !is_there(one)) return &one;
    return nullptr;
  }

  /// Only good in Azure: written for it, or for its adapter's driver.
  const Connection* for_azure() const {
    for (const Connection& one : configured_.connections)
      if (in_force(one) && (one.by_failover || is_for_hyper_v(one)) && applies_to_none(one))
        return &one;
    return nullptr;
  }

 private:
  static bool is_for_hyper_v(const Connection& one) {
    return one.match && std::any_of(one.match->drivers.begin(), one.match->drivers.end(),
                                    [](const std::string& driver) {
                                      return driver.find("hv_netvsc") != driver.npos;
                                    });
  }

  static bool is_for_hardware(const Connection& one) {
    return (one.type.empty() || one.type == "ethernet") && one.ports.empty() &&
           one.parent.empty() && !one.vlan_id && one.set_mac.empty() &&
           (!one.interface.empty() || (one.match && !one.match->names.empty())) &&
           without_label(one.interface) == one.interface;
  }

  bool is_there(const Connection& one) const {
    if (!one.interface.empty()) return links_.find(one.interface) != nullptr;
    return std::any_of(links_.links.begin(), links_.links.end(), [&](const RunningLink& link) {
      return std::any_of(
          one.match->names.begin(), one.match->names.end(), [&](const std::string& pattern) {
            return matches(pattern, link.name) ||
                   std::any_of(link.other_names.begin(), link.other_names.end(),
                               [&](const std::string& name) { return matches(pattern, name); });
          });
    });
  }

  bool applies_to_none(const Connection& one) const {
    return std::all_of(adapters_.begin(), adapters_.end(), [&](const Adapter& adapter) {
      return applies(one, adapter) == Applies::no;
    });
  }

  /// Also by what is refused or left alone on purpose: then the name is not what is wrong.
  bool is_configured(const Adapter& adapter) const {
    return std::any_of(
        configured_.connections.begin(), configured_.connections.end(),
        [&](const Connection& one) { return !one.backup && applies(one, adapter) != Applies::no; });
  }

  /// Part of a bond or bridge, or what a VLAN is on: as it runs, or as the files want it.
  bool is_below(const Adapter& adapter) const {
    const RunningLink& link = *adapter.link;
    if (!link.controller.empty()) return true;
    if (std::any_of(links_.links.begin(), links_.links.end(),
                    [&](const RunningLink& other) { return other.parent == link.name; }))
      return true;
    const auto& all = configured_.connections;
    return std::any_of(all.begin(), all.end(), [&](const Connection& one) {
      return !one.backup &&
             (one.parent == link.name ||
              std::find(one.ports.begin(), one.ports.end(), link.name) != one.ports.end());
    });
  }

  const ConfiguredNetwork& configured_;
  const RunningLinks& links_;
  std::vector<Adapter> adapters_;
};

/// A rule that keeps the name for an adapter that is gone. Source: what the generators of RHEL 5
/// and 6, SLES 11 and Debian until 8 write; the new adapter then gets the next free name.
const NamingRule* stale_rule(const NetworkSurroundings& surroundings, const std::string& name,
                             const RunningLinks& links) {
  for (const NamingRule& rule : surroundings.naming_rules)
    if (rule.name == name && !rule.mac.empty() && !has_mac(links, rule.mac)) return &rule;
  return nullptr;
}

Verdict decide(ProtectedVm<Result<Platform>> platform, ProtectedVm<ConfiguredNetwork> configured,
               ProtectedVm<RunningLinks> links, ProtectedVm<LinkDevices> devices,
               ProtectedVm<NetworkSurroundings> surroundings,
               ProtectedVm<KernelCommandLine> command_line) {
  const std::string& host = configured.host().name;
  if (std::optional<Verdict> early = not_failed_back(*platform, host)) return *early;
  const std::vector<Adapter> there = adapters(*links, *devices);
  if (there.empty())
    return unknown({ErrorKind::not_found,
                    host + ": it has no network adapter, or none with a driver; see the VM's "
                           "settings in vSphere"});
  const std::string present = text(there);
  const Names names(*configured, *links, there);
  const Adapter* adapter = names.without_configuration();
  if (!adapter) return pass({{"adapters", present}});
  const std::string& name = adapter->link->name;
  const std::string& mac = adapter->link->mac;

  if (const Connection* one = names.of_unknown_mac(*adapter))
    return fail("other-mac", {{"adapter", name},
                              {"adapter_mac", mac},
                              {"interface", chosen_interface(*one)},
                              {"mac", whose(one->match->macs.front())},
                              {"file", one->file()},
                              {"present", present}});
  if (const Connection* one = names.of_unknown_name()) {
    const std::string wanted = chosen_interface(*one);
    if (const NamingRule* rule = stale_rule(*surroundings, wanted, *links))
      return fail("stale-rule", {{"adapter", name},
                                 {"adapter_mac", mac},
                                 {"interface", wanted},
                                 {"mac", whose(rule->mac)},
                                 {"file", one->file()},
                                 {"rule", rule->file}});
    const std::string* predictable = command_line->value("net.ifnames");
    if (predictable && *predictable == "0" && is_kernel_name(name) && !is_kernel_name(wanted))
      return fail("old-names", {{"adapter", name}, {"interface", wanted}, {"file", one->file()}});
    return fail(
        "renamed",
        {{"adapter", name}, {"interface", wanted}, {"file", one->file()}, {"present", present}});
  }
  if (const Connection* one = names.for_azure())
    return fail("azure-only", {{"adapter", name}, {"adapter_mac", mac}, {"file", one->file()}});
  if (const NetworkProblem* problem = configured->problem_in_force())
    return unknown(
        {problem->kind, host + ": nothing that was read is for " + name + "; " + problem->text()});
  return pass({{"adapters", present}, {"not_configured", name}});
}

}  // namespace

extern constinit const Probe protected_vm_interface_names{
    .id = "protected-vm.interface-names",
    .question = "Does the network configuration mean the adapters that are there?",
    .rule =
        "Own judgement: a failed-back VM has other adapters than the VM in Azure and maybe than "
        "before; names: Azure/AzMigrate-Hydration, post-rec-script.sh and prepare-os-for-azure.sh "
        "(net.ifnames=0, persistent-net rules), systemd.net-naming-scheme(7)",
    .codes = codes,
    .os = Os::gnu_linux,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
