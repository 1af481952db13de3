#include <set>

#include <fmt/format.h>

#include "collectors/vsphere/licences.h"
#include "collectors/vsphere/server.h"
#include "probes/vsphere/machines.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"free", Status::fail, "esxi licence"},
    {"perhaps-free", Status::warn, "esxi licence"},
    {"evaluation-expired", Status::fail, "esxi"},
    {"evaluation", Status::warn, "esxi days"},
};

/// Source: public scripts of the field; VMware documents no keys of editions.
bool is_free(const VsphereLicence& licence) { return licence.edition == "esxBasic"; }

/// The keys of the free editions since vSphere 8 are not known for certain: their name is.
bool sounds_free(const VsphereLicence& licence) {
  return licence.name.ends_with("Hypervisor") ||
         licence.edition.find("free") != licence.edition.npos ||
         licence.edition.find("basic") != licence.edition.npos;
}

bool is_evaluation(const VsphereLicence& licence) { return licence.edition == "eval"; }

struct InForce {
  std::string entity;  // "esx01"
  VsphereLicence licence;
};

/// "HostSystem:host-9" and "host-9" name the same host.
std::string_view bare(std::string_view ref) { return ref.substr(ref.find(':') + 1); }

/// The hosts that run the site's machines: those are who would take a machine that comes home.
std::set<std::string, std::less<>> hosts_of_interest(const Site& site,
                                                     const Result<VsphereVms>& vms) {
  std::set<std::string, std::less<>> refs;
  if (!vms) return refs;
  for (const Host* const host : site.in({Role::master_target, Role::protected_vm}))
    for (const VsphereVm* const vm : vms->of(*host))
      if (vm->host) refs.insert(std::string(bare(*vm->host)));
  return refs;
}

/// What counts is the licence that a host was given; only where the server does not tell that, the
/// only one that it has.
Result<std::vector<InForce>> in_force(const VsphereServer& server,
                                      const Result<VsphereLicences>& all,
                                      const Result<VsphereAssignedLicences>& assigned,
                                      const std::set<std::string, std::less<>>& hosts,
                                      const std::string& name) {
  std::vector<InForce> found;
  if (assigned)
    for (const AssignedLicence& one : assigned->all) {
      const bool is_host = !server.is_vcenter() || hosts.contains(bare(one.entity));
      if (is_host) found.push_back({one.entity_name.empty() ? name : one.entity_name, one.licence});
    }
  if (!found.empty() || server.is_vcenter()) {
    if (!assigned && found.empty()) return tl::unexpected<Error>(assigned.error());
    return found;
  }
  if (!all) return tl::unexpected<Error>(all.error());
  if (!all->all) return tl::unexpected<Error>(all->all.error());
  if (all->all->size() != 1)
    return error(ErrorKind::not_found,
                 fmt::format("{}: it has {} licences and does not say which one is in force", name,
                             all->all->size()));
  found.push_back({name, all->all->front()});
  return found;
}

/// Of an evaluation: the server tells it beside the licence or as a thing of its own.
std::optional<int> hours_left(const VsphereLicence& licence, const Result<VsphereLicences>& all) {
  if (licence.hours_left) return licence.hours_left;
  if (all && all->evaluation) return all->evaluation->hours_left;
  return std::nullopt;
}

Verdict decide(Vsphere<VsphereServer> server, Vsphere<Result<VsphereLicences>> all,
               Vsphere<Result<VsphereAssignedLicences>> assigned, Vsphere<Result<VsphereVms>> vms) {
  const Result<std::vector<InForce>> licences = in_force(
      *server, *all, *assigned, hosts_of_interest(server.site(), *vms), server.host().name);
  if (!licences) return unknown(licences.error());
  if (licences->empty())
    return unknown(
        {ErrorKind::not_found, server.host().name +
                                   ": no licence of an ESXi host that the site's machines are "
                                   "on is shown"});
  std::optional<Verdict> warning;
  std::optional<Error> blind;
  for (const InForce& one : *licences) {
    const Values values{{"esxi", one.entity}, {"licence", one.licence.name}};
    if (is_free(one.licence)) return fail("free", values);
    if (sounds_free(one.licence) && !warning) warning = warn("perhaps-free", values);
    if (!is_evaluation(one.licence)) continue;
    const std::optional<int> left = hours_left(one.licence, *all);
    if (!left)
      blind = Error{ErrorKind::not_found, one.entity +
                                              ": it runs on an evaluation licence and does "
                                              "not say how long that lasts"};
    else if (*left <= 0)
      return fail("evaluation-expired", {{"esxi", one.entity}});
    else if (!warning)
      warning = warn("evaluation", {{"esxi", one.entity}, {"days", std::to_string(*left / 24)}});
  }
  if (blind) return unknown(*blind);
  return warning.value_or(pass({{"licence", licences->front().licence.name}}));
}

}  // namespace

extern constinit const Probe vsphere_licence{
    .id = "vsphere.licence",
    .question = "May the ESXi hosts that take a failed-back machine be written to over their API?",
    .rule =
        "Reprotect from Azure (2018-02-06), Common issues: the free ESXi 5.5 and vSphere 6 "
        "Hypervisor "
        "editions; vSphere Web Services API, LicenseManager",
    .codes = codes,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
