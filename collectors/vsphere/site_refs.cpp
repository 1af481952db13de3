#include "collectors/vsphere/site_refs.h"

#include <set>

#include <fmt/format.h>

namespace fbd {

std::vector<const Host*> site_machines_at(const Context& context) {
  std::vector<const Host*> machines;
  for (const Host* host : context.site.in({Role::protected_vm, Role::master_target,
                                           Role::configuration_server, Role::process_server})) {
    // An ESXi host is asked about all: which vCenter manages it the site file need not say.
    const bool elsewhere = context.host.roles.has(Role::vcenter) && !host->vcenter.empty() &&
                           host->vcenter != context.host.name;
    if (!elsewhere) machines.push_back(host);
  }
  return machines;
}

Result<std::vector<std::string>> site_machine_refs(const Context& context) {
  const Result<VsphereVms> vms = known<VsphereVms>(context).value;
  if (!vms) return tl::unexpected<Error>(vms.error());
  std::set<std::string> refs;
  for (const Host* host : site_machines_at(context))
    for (const VsphereVm* vm : vms->of(*host)) refs.emplace(vm->ref);
  if (refs.empty())
    return error(ErrorKind::not_found,
                 fmt::format("{}: none of the site's machines is found there", context.host.name));
  return std::vector<std::string>(refs.begin(), refs.end());
}

}  // namespace fbd
