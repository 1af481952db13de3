#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "collectors/network/address_owners.h"
#include "collectors/network/configured_network.h"
#include "collectors/network/earlier_network.h"
#include "collectors/network/network_baseline.h"
#include "collectors/network/running_addresses.h"
#include "collectors/network/running_links.h"
#include "probes/probe.h"
#include "probes/protected_vm/adapters.h"
#include "probes/protected_vm/failed_back.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"taken", Status::fail, "address interface mac"},
};

/// Which addresses to ask about follows from the configuration, today's and what is known of an
/// earlier one, and from what runs.
Verdict decide(ProtectedVm<Result<Platform>> platform, ProtectedVm<ConfiguredNetwork> /*today*/,
               ProtectedVm<Result<NetworkBaseline>> /*saved*/,
               ProtectedVm<Result<EarlierNetwork>> /*earlier*/,
               ProtectedVm<RunningAddresses> /*running*/, ProtectedVm<RunningLinks> links,
               ProtectedVm<Result<AddressOwners>> owners) {
  const std::string& host = owners.host().name;
  if (std::optional<Verdict> early = not_failed_back(*platform, host)) return *early;
  if (!owners.site().ask_neighbours)
    return skipped(host + ": neighbours are asked about addresses only with --ask-neighbours");
  if (!*owners) return unknown(owners->error());
  if ((*owners)->no_tool)
    return unknown({ErrorKind::not_found,
                    host + ": there is no arping of iputils to ask neighbours with; the package is "
                           "iputils on RHEL and SLES, iputils-arping on Debian and Ubuntu"});
  const std::vector<AddressOwners::Address>& all = (*owners)->all;
  if (all.empty()) return skipped(host + ": it has no static address to ask neighbours about");
  for (const AddressOwners::Address& one : all)
    for (const std::string& mac : one.macs)
      // Another adapter of the machine in the same network answers as well.
      if (!has_mac(*links, mac))
        return fail("taken",
                    {{"address", one.address}, {"interface", one.interface}, {"mac", mac}});
  for (const AddressOwners::Address& one : all)
    if (!one.problem.empty())
      return unknown({ErrorKind::failed, fmt::format("{}: arping on {} for {}: {}", host,
                                                     one.interface, one.address, one.problem)});
  std::vector<std::string> free;
  free.reserve(all.size());
  for (const AddressOwners::Address& one : all) free.push_back(one.address);
  return pass({{"free", fmt::format("{}", fmt::join(free, ", "))}});
}

}  // namespace

extern constinit const Probe protected_vm_address_conflict{
    .id = "protected-vm.address-conflict",
    .question = "Does no other machine have its static addresses?",
    .rule =
        "Own judgement: the VM in Azure or a machine that took its place may still have the "
        "address; RFC 5227 (2008), section 2.1: probing an address",
    .codes = codes,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
