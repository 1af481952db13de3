// What a probe is: a question to a site, decided by a pure function of facts.
#pragma once

#include <array>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "collectors/evidence/fact.h"
#include "collectors/evidence/site.h"
#include "probes/finding.h"

namespace fbd {

/// A reason for "no" and the values its finding fills in, separated by blanks.
struct Code {
  std::string_view name;
  Status status;
  std::string_view values = "";
};

/// The type-erased half of a probe; made by decided_by.
struct Decision {
  void (*needs)(const Site&, std::vector<Need>&);
  void (*judge)(std::string_view probe, const Site&, const Evidence&, std::vector<Finding>&);
};

struct Probe {
  std::string_view id;        // "config-server.reachable", also its file name
  std::string_view question;  // one that "yes" answers well
  std::string_view rule;      // the document, date and section it comes from
  std::span<const Code> codes;
  Stack stack = Stack::unknown;  // the only stack it makes sense on; unknown: both
  Os os = Os::unknown;           // the only operating system of its hosts; unknown: any
  Decision decision;
};

/// Parameters of decide: a fact of every host in one of the roles. On<roles, F> is there only when
/// the fact is known, else the finding is `unknown` and decide is not called. On<roles, Result<F>>
/// also shows failures, for probes whose subject they are; not_collected stays `unknown` there too.
template <Roles roles, class F>
class On {
 public:
  using Fact = F;
  static constexpr Roles in = roles;

  On(const Site& site, const Host& host, F value, std::chrono::sys_seconds at)
      : site_(&site), host_(&host), value_(std::move(value)), at_(at) {}

  const F* operator->() const { return &value_; }
  const F& operator*() const { return value_; }
  const Host& host() const { return *host_; }
  /// What the site file says should be so: pinned thumbprints, addresses.
  const Site& site() const { return *site_; }
  /// When the fact was observed: the only "now" there is.
  std::chrono::sys_seconds at() const { return at_; }

 private:
  const Site* site_;
  const Host* host_;
  F value_;
  std::chrono::sys_seconds at_;
};

/// In place of a fact: nothing is asked of the host, it only has to be in the site.
struct Itself {};

/// Like Result<F>, and also shows what nobody asked for: for facts that only some of the hosts in a
/// role have anything to say about. Who uses it sees to it that this never turns into a pass.
template <class F>
struct IfAsked : Result<F> {
  using Result<F>::Result;
  IfAsked(Result<F> fact) : Result<F>(std::move(fact)) {}
};

/// All hosts in the role at once instead of one finding for each. Hosts whose fact is unknown make
/// the finding unknown.
template <class Param>
using Every = std::vector<Param>;
/// The same; and where no host is in the role the probe goes on without, instead of skipping.
template <class Param>
struct IfAny : std::vector<Param> {};

template <class F>
using ConfigServer = On<Roles{Role::configuration_server}, F>;
template <class F>
using ProcessServer = On<Roles{Role::process_server}, F>;
template <class F>
using MasterTarget = On<Roles{Role::master_target}, F>;
template <class F>
using ProtectedVm = On<Roles{Role::protected_vm}, F>;
/// A vCenter, or an ESXi host that is asked directly.
template <class F>
using Vsphere = On<Roles{Role::vcenter, Role::esxi}, F>;
template <class F>
using AzureVault = On<Roles{Role::vault}, F>;
/// Hosts that carry a mobility agent: protected VMs and master targets.
template <class F>
using AgentHost = On<Roles{Role::protected_vm, Role::master_target}, F>;
/// Hosts that must reach the configuration server over the network. Source: VMware to Azure
/// disaster recovery architecture, ports: protected VM, process server and master target to 443.
template <class F>
using ConfigServerClient =
    On<Roles{Role::protected_vm, Role::process_server, Role::master_target}.but_not(
           Role::configuration_server),
       F>;

}  // namespace fbd

#include "probes/decided_by.h"
