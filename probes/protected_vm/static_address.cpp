#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "collectors/network/earlier_network.h"
#include "collectors/network/interface_intent.h"
#include "collectors/network/network_baseline.h"
#include "probes/probe.h"
#include "probes/protected_vm/address_comparison.h"
#include "probes/protected_vm/failed_back.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"on-dhcp", Status::fail, "interface configured running file"},
    {"replaced-by-dhcp", Status::fail, "interface configured running file"},
    {"changed-since-baseline", Status::fail, "interface configured running saved"},
    {"changed-since-bundle", Status::fail, "interface configured running saved bundle"},
    {"other-than-site-file", Status::fail, "configured running"},
};

/// The interface that a static address of before was on: by its name, or else the only one on DHCP
/// that had no name then.
const RunningInterface* interface_of(const InterfaceIntent& intent,
                                     const std::vector<InterfaceIntent>& all,
                                     const RunningAddresses& running) {
  if (const RunningInterface* same = running.find(intent.interface)) return same;
  const RunningInterface* only = nullptr;
  for (const RunningInterface& one : running.interfaces) {
    const bool is_known = std::any_of(all.begin(), all.end(), [&](const InterfaceIntent& other) {
      return other.interface == one.name;
    });
    if (is_known || !one.has_dynamic_ipv4()) continue;
    if (only) return nullptr;
    only = &one;
  }
  return only;
}

/// A static address that was configured when the files were kept, and gave way to DHCP.
std::optional<Values> lost_since(const NetworkBaseline& kept, const RunningAddresses& running) {
  const Result<ConfiguredNetwork> before = read_configured_network(write_tree(kept.files));
  if (!before) return std::nullopt;
  const std::vector<InterfaceIntent> all = intents(before->connections, false);
  for (const InterfaceIntent& intent : all) {
    if (intent.ipv4.method != AddressMethod::fixed) continue;
    const auto runs = [&](const Cidr& address) {
      return std::any_of(
          running.interfaces.begin(), running.interfaces.end(),
          [&](const RunningInterface& one) { return one.has_ipv4(address.address); });
    };
    const std::vector<Cidr>& wanted = intent.ipv4.addresses;
    if (std::any_of(wanted.begin(), wanted.end(), runs)) continue;
    const RunningInterface* interface = interface_of(intent, all, running);
    if (interface && interface->has_dynamic_ipv4())
      return Values{{"interface", interface->name},
                    {"configured", intent.ipv4.text()},
                    {"running", interface->ipv4_text()},
                    {"saved", human_time(kept.at)}};
  }
  return std::nullopt;
}

/// With the length of its prefix: the site file gives both.
bool runs(const std::string& address, const RunningAddresses& running) {
  return std::any_of(
      running.interfaces.begin(), running.interfaces.end(), [&](const RunningInterface& interface) {
        return std::any_of(interface.addresses.begin(), interface.addresses.end(),
                           [&](const RunningAddress& one) { return one.text() == address; });
      });
}

/// Addresses that the site file says the machine has, and it has not.
std::optional<Verdict> judge_site_file(const Host& host, const RunningAddresses& running) {
  std::vector<std::string> missing, there;
  for (const std::string& one : host.addresses)
    if (!runs(one, running)) missing.push_back(one);
  if (missing.empty()) return std::nullopt;
  for (const RunningInterface& one : running.interfaces)
    if (one.name != "lo" && !one.ipv4_text().empty())
      there.push_back(one.name + " " + one.ipv4_text());
  return fail("other-than-site-file",
              {{"configured", fmt::format("{}", fmt::join(missing, ", "))},
               {"running", there.empty() ? "no IPv4 address at all"
                                         : fmt::format("{}", fmt::join(there, "; "))}});
}

/// In the order of trust: what somebody saved before the failover, because nothing has overwritten
/// it since; the machine's own files and the copies that Site Recovery kept; an older bundle; what
/// people wrote into the site file.
Verdict decide(ProtectedVm<Result<Platform>> platform, ProtectedVm<ConfiguredNetwork> configured,
               ProtectedVm<RunningAddresses> running, ProtectedVm<Result<NetworkBaseline>> baseline,
               ProtectedVm<Result<EarlierNetwork>> earlier) {
  const std::string& host = configured.host().name;
  if (std::optional<Verdict> early = not_failed_back(*platform, host)) return *early;
  if (*baseline)
    if (std::optional<Values> lost = lost_since(**baseline, *running))
      return fail("changed-since-baseline", std::move(*lost));
  Verdict of_files = compare_addresses(host, *configured, *running);
  if (of_files.status == Status::fail) return of_files;
  if (*earlier) {
    if (std::optional<Values> lost = lost_since((*earlier)->network, *running)) {
      lost->emplace("bundle", earlier.site().before);
      return fail("changed-since-bundle", std::move(*lost));
    }
  } else if (earlier->error().kind != ErrorKind::not_found) {
    return unknown(earlier->error());
  }
  if (std::optional<Verdict> other = judge_site_file(configured.host(), *running)) return *other;
  return of_files;
}

}  // namespace

extern constinit const Probe protected_vm_static_address{
    .id = "protected-vm.static-address",
    .question = "Does every interface keep its static address?",
    .rule =
        "Reprotect from Azure (2018-02-06), Common issues: a Linux VM with a static IP address "
        "gets DHCP in Azure and keeps it after failback",
    .codes = codes,
    .os = Os::gnu_linux,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
