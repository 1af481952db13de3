#include "probes/protected_vm/address_comparison.h"

#include <algorithm>
#include <optional>
#include <set>

#include <fmt/format.h>

namespace fbd {
namespace {

/// What the files say, against what runs. Only IPv4: with IPv6 every router gives addresses, so one
/// with a lifetime replaces nothing.
class Comparison {
 public:
  Comparison(const std::string& host, const ConfiguredNetwork& configured,
             const RunningAddresses& running)
      : host_(host), configured_(configured), running_(running) {}

  Verdict verdict() const;

 private:
  using Interface = RunningInterface;
  using Interfaces = std::vector<const Interface*>;

  static bool applies(const Connection& entry, const Interface& interface) {
    return entry.applies_to(interface.name, interface.mac) == Applies::yes;
  }
  /// Entries in force, or backups, that have a static address which should be there after a boot.
  std::vector<const Connection*> fixed(bool backup) const;
  Interfaces interfaces_of(const Connection& entry) const;
  bool runs(const std::string& address) const;
  bool is_complete(const Connection& entry) const;
  bool has_complete_other(const Connection& entry) const;
  bool gets_dhcp(const Interface& interface, bool by_failover) const;
  bool is_on_dhcp(const Interface& interface) const;
  const Interface* successor_on_dhcp() const;

  std::optional<Verdict> judge(const Connection& entry) const;
  std::optional<Verdict> judge_backup(const Connection& entry) const;
  Verdict not_there(const Connection& entry, std::string_view but) const;
  Verdict found(const char* code, const Connection& entry, const Interface& interface) const;

  const std::string& host_;
  const ConfiguredNetwork& configured_;
  const RunningAddresses& running_;
};

std::vector<const Connection*> Comparison::fixed(bool backup) const {
  std::vector<const Connection*> found;
  for (const Connection& entry : configured_.connections)
    if (entry.backup == backup && entry.status == ConnectionStatus::ok &&
        entry.ipv4.method == AddressMethod::fixed && entry.at_boot && !entry.ipv4.addresses.empty())
      found.push_back(&entry);
  return found;
}

Comparison::Interfaces Comparison::interfaces_of(const Connection& entry) const {
  Interfaces found;
  for (const Interface& interface : running_.interfaces)
    if (applies(entry, interface)) found.push_back(&interface);
  return found;
}

bool Comparison::runs(const std::string& address) const {
  return std::any_of(running_.interfaces.begin(), running_.interfaces.end(),
                     [&](const Interface& one) { return one.has_ipv4(address); });
}

bool Comparison::is_complete(const Connection& entry) const {
  const std::vector<Cidr>& addresses = entry.ipv4.addresses;
  return std::all_of(addresses.begin(), addresses.end(),
                     [this](const Cidr& one) { return runs(one.address); });
}

/// Of several profiles for one interface only one need be in use.
bool Comparison::has_complete_other(const Connection& entry) const {
  const Interfaces interfaces = interfaces_of(entry);
  const std::vector<const Connection*> others = fixed(false);
  return std::any_of(others.begin(), others.end(), [&](const Connection* other) {
    return is_complete(*other) &&
           std::any_of(interfaces.begin(), interfaces.end(),
                       [&](const Interface* one) { return applies(*other, *one); });
  });
}

/// Whether a file in force says DHCP for it: one of Site Recovery's, or one of somebody else's.
bool Comparison::gets_dhcp(const Interface& interface, bool by_failover) const {
  return std::any_of(configured_.connections.begin(), configured_.connections.end(),
                     [&](const Connection& entry) {
                       return !entry.backup && entry.status == ConnectionStatus::ok &&
                              entry.ipv4.method == AddressMethod::dhcp &&
                              entry.by_failover == by_failover && applies(entry, interface);
                     });
}

/// A lease says so itself. Where the client tells the kernel nothing of it, an address that no file
/// sets, on an interface that a file gives DHCP and none a static address, can be nothing else.
bool Comparison::is_on_dhcp(const Interface& interface) const {
  if (interface.has_dynamic_ipv4()) return true;
  const std::vector<const Connection*> all = fixed(false);
  const bool has_fixed = std::any_of(
      all.begin(), all.end(), [&](const Connection* entry) { return applies(*entry, interface); });
  return !interface.ipv4_text().empty() && !has_fixed &&
         (gets_dhcp(interface, true) || gets_dhcp(interface, false));
}

/// An interface on DHCP that must have been static under another name: more of the unnamed ones
/// are on DHCP than there were ones on DHCP among those whose names are gone.
const RunningInterface* Comparison::successor_on_dhcp() const {
  std::set<std::string> gone;
  for (const Connection& entry : configured_.connections)
    if (entry.backup && entry.ipv4.method == AddressMethod::dhcp && !entry.by_failover &&
        interfaces_of(entry).empty())
      gone.insert(entry.interface.empty() ? entry.file() : entry.interface);
  Interfaces successors;
  for (const Interface& interface : running_.interfaces) {
    const bool named = std::any_of(
        configured_.connections.begin(), configured_.connections.end(),
        [&](const Connection& entry) { return entry.backup && applies(entry, interface); });
    if (!named && is_on_dhcp(interface)) successors.push_back(&interface);
  }
  return successors.size() > gone.size() ? successors.front() : nullptr;
}

Verdict Comparison::found(const char* code, const Connection& entry,
                          const Interface& interface) const {
  return fail(code, {{"interface", interface.name},
                     {"configured", entry.ipv4.text()},
                     {"running", interface.ipv4_text()},
                     {"file", entry.file()}});
}

Verdict Comparison::not_there(const Connection& entry, std::string_view but) const {
  return unknown({ErrorKind::not_found, fmt::format("{}: {} gives {}, which is not there: {}",
                                                    host_, entry.file(), entry.ipv4.text(), but)});
}

/// Nothing if the address is there. That it is not is a finding only if DHCP took its place.
std::optional<Verdict> Comparison::judge(const Connection& entry) const {
  if (is_complete(entry) || has_complete_other(entry)) return std::nullopt;
  const Interfaces interfaces = interfaces_of(entry);
  if (interfaces.empty()) return not_there(entry, "no interface of this machine is the one meant");
  const Interface& interface = *interfaces.front();
  const auto leased =
      std::find_if(interfaces.begin(), interfaces.end(), [this](const Interface* one) {
        return one->has_dynamic_ipv4() || (!one->ipv4_text().empty() && gets_dhcp(*one, true));
      });
  if (leased != interfaces.end()) {
    if (!gets_dhcp(**leased, false)) return found("on-dhcp", entry, **leased);
    return not_there(entry, fmt::format("another file gives {} DHCP, and which of them counts is "
                                        "not known",
                                        (*leased)->name));
  }
  if (!interface.up) return not_there(entry, fmt::format("{} is down", interface.name));
  if (interface.ipv4_text().empty())
    return not_there(entry, fmt::format("{} has no IPv4 address", interface.name));
  return not_there(entry, fmt::format("{} has {}, and whether that came from DHCP is not known",
                                      interface.name, interface.ipv4_text()));
}

std::optional<Verdict> Comparison::judge_backup(const Connection& entry) const {
  const std::vector<Cidr>& addresses = entry.ipv4.addresses;
  if (std::any_of(addresses.begin(), addresses.end(),
                  [this](const Cidr& one) { return runs(one.address); }))
    return std::nullopt;
  const Interfaces interfaces = interfaces_of(entry);
  for (const Interface* interface : interfaces)
    if (is_on_dhcp(*interface)) return found("replaced-by-dhcp", entry, *interface);
  if (interfaces.empty())
    if (const Interface* successor = successor_on_dhcp())
      return found("replaced-by-dhcp", entry, *successor);
  return std::nullopt;
}

Verdict Comparison::verdict() const {
  const auto unreadable = [this](const NetworkProblem& problem) {
    return unknown(
        {problem.kind, host_ + ": " + problem.text() +
                           (problem.kind == ErrorKind::denied ? "; run this as root" : "")});
  };
  std::optional<Verdict> doubt;
  for (const Connection* entry : fixed(false))
    if (std::optional<Verdict> one = judge(*entry)) {
      if (one->status == Status::fail) return *one;
      if (!doubt) doubt = std::move(one);
    }
  for (const Connection* entry : fixed(true))
    if (std::optional<Verdict> one = judge_backup(*entry)) return *one;
  if (doubt) return *doubt;
  if (const NetworkProblem* problem = configured_.problem_in_force()) return unreadable(*problem);
  const bool dhcp =
      std::any_of(running_.interfaces.begin(), running_.interfaces.end(),
                  [this](const Interface& interface) { return is_on_dhcp(interface); });
  if (const NetworkProblem* problem = configured_.problem_in_backup(); problem && dhcp)
    return unreadable(*problem);
  if (std::none_of(configured_.connections.begin(), configured_.connections.end(),
                   [](const Connection& entry) { return !entry.backup; }))
    return unknown({ErrorKind::not_found,
                    host_ + ": no file of a network stack that is known here says how the network "
                            "is set up"});
  std::string all;
  for (const Connection* entry : fixed(false))
    all += (all.empty() ? "" : ", ") + entry->ipv4.text();
  return pass({{"static", all.empty() ? "none" : all}});
}

}  // namespace

Verdict compare_addresses(const std::string& host, const ConfiguredNetwork& configured,
                          const RunningAddresses& running) {
  return Comparison(host, configured, running).verdict();
}

}  // namespace fbd
