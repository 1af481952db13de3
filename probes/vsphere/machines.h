// Where the hosts of a site are virtual machines: found once, for all probes about them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "collectors/vsphere/hosts.h"
#include "collectors/vsphere/server.h"
#include "collectors/vsphere/site_machines.h"
#include "collectors/vsphere/virtual_machines.h"
#include "probes/probe.h"

namespace fbd {

/// A fact of every vCenter and ESXi host, failures shown: one that is down, or that has none of the
/// site's machines to ask about, must not hide what the others say.
template <class F>
using Vspheres = Every<Vsphere<IfAsked<F>>>;

/// The fact of one server among those of all; nullptr if it was not asked for.
template <class F>
const Result<F>* of_server(const Vspheres<F>& all, const Host& server) {
  for (const Vsphere<IfAsked<F>>& one : all)
    if (one.host().name == server.name) return &*one;
  return nullptr;
}

/// The same where only a known fact is of use.
template <class F>
const F* known_of(const Vspheres<F>& all, const Host& server) {
  const Result<F>* const fact = of_server(all, server);
  return fact && *fact ? &**fact : nullptr;
}

/// A virtual machine, and the server that shows it.
struct Found {
  const Host* server = nullptr;
  const VsphereVm* vm = nullptr;
};

/// A host of the site among the machines of all servers. The pointers are into `vms`.
struct Search {
  std::vector<Found> found;  // vCenters before ESXi hosts; one machine that both show counts once
  std::optional<Error> blind{};  // why a server could not be searched. If that is because nobody
                                 // asked it, nothing counts as found
  bool has_servers = false;      // the site file gives url and account of one at least
};

/// `anywhere`: also in vCenters other than the one that the site file names for it.
Search search(const Host& host, const Vspheres<VsphereVms>& vms, bool anywhere = false);

/// The one machine that a host of the site is, or the verdict of a probe that cannot go on.
struct OneMachine {
  std::optional<Found> found;
  Verdict otherwise{};
};

/// Skipped where the site has no vSphere API to ask. Unknown if the machine is not found, if it
/// could be several, or if a server could not be searched and no other has it.
OneMachine only_machine(const Host& host, const Vspheres<VsphereVms>& vms);

/// Unknown, named after the machine: "mt01 in vc01: " and the reason.
Verdict not_known(const Found& found, const Error& why);

/// What is asked of the site's own machines only.
Result<const SiteMachine*> details(const Found& found, const Vspheres<VsphereSiteMachines>& all);

/// The ESXi host that a machine is on.
Result<const VsphereHost*> host_of(const Found& found, const Vspheres<VsphereHosts>& all);

/// "linux" or "windows" by a guest's id ("rhel7_64Guest"); Os::unknown if it tells neither.
Os os_of_guest(std::string_view guest_id);

}  // namespace fbd
