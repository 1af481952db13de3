#include "probes/vsphere/machines.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace fbd {
namespace {

bool is_same_machine(const VsphereVm& a, const VsphereVm& b) {
  const auto same = [](const SeenText& x, const SeenText& y) { return x && y && *x == *y; };
  return same(a.instance_uuid, b.instance_uuid) && same(a.uuid, b.uuid);
}

/// The servers in the order in which they are believed.
std::vector<const Vsphere<IfAsked<VsphereVms>>*> vcenters_first(const Vspheres<VsphereVms>& vms) {
  std::vector<const Vsphere<IfAsked<VsphereVms>>*> servers;
  for (const Vsphere<IfAsked<VsphereVms>>& one : vms) servers.push_back(&one);
  std::stable_partition(servers.begin(), servers.end(),
                        [](const auto* one) { return one->host().roles.has(Role::vcenter); });
  return servers;
}

bool has_api(const Host& host) { return !host.url.empty() && host.account; }

std::string named(const Found& found) {
  return fmt::format("{} ({})", found.vm->name.value_or(found.vm->ref), found.server->name);
}

}  // namespace

Search search(const Host& host, const Vspheres<VsphereVms>& vms, bool anywhere) {
  Search search;
  std::optional<Error> unasked;
  for (const Vsphere<IfAsked<VsphereVms>>* const one : vcenters_first(vms)) {
    const Host& server = one->host();
    if (!has_api(server)) continue;
    search.has_servers = true;
    const bool elsewhere = !anywhere && server.roles.has(Role::vcenter) && !host.vcenter.empty() &&
                           host.vcenter != server.name;
    if (elsewhere) continue;
    const Result<VsphereVms>& here = **one;
    if (!here) {
      if (here.error().kind == ErrorKind::not_collected) unasked = here.error();
      if (!search.blind) search.blind = here.error();
      continue;
    }
    for (const VsphereVm* const vm : here->of(host)) {
      const bool known =
          std::any_of(search.found.begin(), search.found.end(), [&](const Found& before) {
            // Only an ESXi host shows again what its vCenter has; two vCenters are two places.
            return before.server->roles.has(Role::vcenter) && !server.roles.has(Role::vcenter) &&
                   is_same_machine(*before.vm, *vm);
          });
      if (!known) search.found.push_back({&server, vm});
    }
  }
  if (unasked) {
    search.found.clear();
    search.blind = unasked;
  }
  return search;
}

OneMachine only_machine(const Host& host, const Vspheres<VsphereVms>& vms) {
  const Search all = search(host, vms);
  if (all.found.size() == 1) return {all.found.front()};
  if (!all.has_servers)
    return {{}, skipped("the site file gives no vCenter or ESXi host url and account")};
  if (all.found.empty() && all.blind) return {{}, unknown(*all.blind)};
  if (all.found.empty())
    return {
        {},
        unknown({ErrorKind::not_found,
                 fmt::format("{} is not found among the virtual machines; if vCenter has another "
                             "name for it, \"vm-name\" in the site file says so",
                             host.name)})};
  std::string names;
  for (const Found& one : all.found) names += (names.empty() ? "" : ", ") + named(one);
  return {
      {},
      unknown({ErrorKind::failed,
               fmt::format("{} could be any of {}; \"vm-name\" and \"vcenter\" in the site file "
                           "say which",
                           host.name, names)})};
}

Verdict not_known(const Found& found, const Error& why) {
  return unknown({why.kind, fmt::format("{}: {}", named(found), why.message)});
}

Result<const SiteMachine*> details(const Found& found, const Vspheres<VsphereSiteMachines>& all) {
  const Result<VsphereSiteMachines>* const here = of_server(all, *found.server);
  if (!here) return error(ErrorKind::not_collected, "its details were not asked for");
  if (!*here) return tl::unexpected<Error>(here->error());
  if (const SiteMachine* const machine = (*here)->machine(found.vm->ref)) return machine;
  return error(ErrorKind::not_found, "it vanished while it was asked about");
}

Result<const VsphereHost*> host_of(const Found& found, const Vspheres<VsphereHosts>& all) {
  if (!found.vm->host) return tl::unexpected<Error>(found.vm->host.error());
  const Result<VsphereHosts>* const here = of_server(all, *found.server);
  if (!here) return error(ErrorKind::not_collected, "its ESXi host was not asked for");
  if (!*here) return tl::unexpected<Error>(here->error());
  if (const VsphereHost* const host = (*here)->host(*found.vm->host)) return host;
  return error(ErrorKind::denied,
               fmt::format("its ESXi host {} is not among those that the account "
                           "sees",
                           *found.vm->host));
}

Os os_of_guest(std::string_view guest_id) {
  // Source: vSphere Web Services API, VirtualMachineGuestOsIdentifier.
  constexpr std::array<std::string_view, 16> linux_words{
      "linux",  "Linux", "ubuntu",    "rhel",   "centos",  "sles",        "suse",   "debian",
      "oracle", "rocky", "almalinux", "fedora", "asianux", "amazonlinux", "coreos", "opensuse"};
  if (guest_id.starts_with("win") || guest_id.starts_with("longhorn")) return Os::windows;
  for (const std::string_view word : linux_words)
    if (guest_id.find(word) != guest_id.npos) return Os::gnu_linux;
  return Os::unknown;
}

}  // namespace fbd
