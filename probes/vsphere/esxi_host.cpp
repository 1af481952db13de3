#include <chrono>
#include <cstdlib>
#include <string>

#include "collectors/vsphere/clocks.h"
#include "probes/vsphere/machines.h"

namespace fbd {
namespace {

constexpr Code codes[] = {
    {"not-esxi", Status::fail, "esxi product"},
    {"too-old", Status::fail, "esxi version"},
    {"not-connected", Status::fail, "esxi state"},
    {"maintenance", Status::fail, "esxi"},
    {"lockdown", Status::warn, "esxi"},
    {"clock", Status::warn, "esxi minutes direction"},
};

/// Source: Troubleshoot the configuration server (2025-12-09), SAML token is invalid: clocks more
/// than 15 minutes apart.
constexpr std::chrono::minutes clock_skew{15};

/// "5.5.0" and newer. Source: vSphere 5.5 is the oldest that Site Recovery fails back to.
bool is_too_old(const std::string& version) {
  char* end = nullptr;
  const long major = std::strtol(version.c_str(), &end, 10);
  const long minor = *end == '.' ? std::strtol(end + 1, nullptr, 10) : 0;
  return major < 5 || (major == 5 && minor < 5);
}

bool is_locked_down(const VsphereHost& host) {
  if (host.lockdown) return *host.lockdown != "lockdownDisabled";
  return host.admin_disabled.value_or(false);
}

Result<std::chrono::seconds> ahead(const Found& found, const VsphereHost& host,
                                   const Vspheres<VsphereClocks>& clocks) {
  const Result<VsphereClocks>* const here = of_server(clocks, *found.server);
  if (!here) return error(ErrorKind::not_collected, "its clock was not asked for");
  if (!*here) return tl::unexpected<Error>(here->error());
  for (const EsxiClock& clock : (*here)->all)
    if (clock.ref == host.ref) return clock.ahead;
  return error(ErrorKind::not_found, "its clock is not told");
}

Verdict decide(MasterTarget<Itself> target, const Vspheres<VsphereVms>& vms,
               const Vspheres<VsphereHosts>& hosts, const Vspheres<VsphereClocks>& clocks) {
  const OneMachine machine = only_machine(target.host(), vms);
  if (!machine.found) return machine.otherwise;
  const Found& mt = *machine.found;
  const Result<const VsphereHost*> found = host_of(mt, hosts);
  if (!found) return not_known(mt, found.error());
  const VsphereHost& host = **found;
  const std::string name = host.name.value_or(host.ref);
  if (!host.product_line) return not_known(mt, host.product_line.error());
  if (*host.product_line != "embeddedEsx" && *host.product_line != "esx")
    return fail("not-esxi",
                {{"esxi", name}, {"product", host.product.value_or(*host.product_line)}});
  if (!host.version) return not_known(mt, host.version.error());
  if (is_too_old(*host.version))
    return fail("too-old", {{"esxi", name}, {"version", *host.version}});
  if (!host.connection) return not_known(mt, host.connection.error());
  if (*host.connection != "connected")
    return fail("not-connected", {{"esxi", name}, {"state", *host.connection}});
  if (!host.maintenance) return not_known(mt, host.maintenance.error());
  if (*host.maintenance) return fail("maintenance", {{"esxi", name}});
  // vCenter gets in all the same; whoever asks the host directly does not.
  if (!mt.server->roles.has(Role::vcenter) && is_locked_down(host))
    return warn("lockdown", {{"esxi", name}});
  const Result<std::chrono::seconds> offset = ahead(mt, host, clocks);
  if (!offset) return not_known(mt, offset.error());
  if (std::chrono::abs(*offset) >= clock_skew)
    return warn(
        "clock",
        {{"esxi", name},
         {"minutes",
          std::to_string(
              std::chrono::duration_cast<std::chrono::minutes>(std::chrono::abs(*offset)).count())},
         {"direction", offset->count() > 0 ? "ahead of" : "behind"}});
  return pass({{"esxi", name}, {"version", *host.version}});
}

}  // namespace

extern constinit const Probe vsphere_esxi_host{
    .id = "vsphere.esxi-host",
    .question = "Can the master target's ESXi host take machines back?",
    .rule =
        "Reprotect from Azure (2018-02-06), Before you begin: failback goes to an ESXi host; "
        "Troubleshoot "
        "the configuration server (2025-12-09)",
    .codes = codes,
    .decision = decided_by<decide>(),
};

}  // namespace fbd
