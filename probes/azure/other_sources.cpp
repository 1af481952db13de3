#include "probes/azure/other_sources.h"

#include <algorithm>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "collectors/host/processes.h"
#include "collectors/host/volumes.h"
#include "collectors/vsphere/datastores.h"
#include "probes/agent/daemons.h"
#include "probes/windows_services.h"

namespace fbd {
namespace {

std::string own_word(const Host& host, std::string_view what, std::chrono::sys_seconds at) {
  return fmt::format("has a heartbeat, and {} itself, looked at later ({}), says: {}", host.name,
                     human_time(at), what);
}

std::string trouble_with(const VsphereDatastore& datastore) {
  if (datastore.maintenance && *datastore.maintenance != "normal") return "is in maintenance";
  if (datastore.accessible && !*datastore.accessible) return "can be reached by no ESXi host";
  if (datastore.mounts && !datastore.mounts->empty() &&
      std::none_of(datastore.mounts->begin(), datastore.mounts->end(),
                   [](const DatastoreMount& mount) { return mount.usable(); }))
    return "can be written to by no ESXi host";
  return {};
}

/// "VSPHERE.LOCAL\\asr" and "asr@vsphere.local" are "asr".
std::string_view without_domain(std::string_view user) {
  if (const std::size_t at = user.rfind('\\'); at != user.npos) return user.substr(at + 1);
  return user.substr(0, user.find('@'));
}

}  // namespace

const Host* host_called(const Site& site, Role role, std::string_view name,
                        const std::vector<std::string>& addresses) {
  for (const Host* host : site.in({role}))
    if (same_word(host->name, name) || same_word(host->vm_name, name) ||
        std::find(addresses.begin(), addresses.end(), host->dial()) != addresses.end())
      return host;
  return nullptr;
}

std::string objection_of_process_server(const Site& site, const Evidence& evidence,
                                        std::string_view name,
                                        const std::vector<std::string>& addresses,
                                        std::chrono::sys_seconds heard) {
  const Host* const host = host_called(site, Role::process_server, name, addresses);
  if (!host) return {};
  const Known<WindowsHost> windows = known<WindowsHost>(Context{site, evidence, *host});
  if (!windows.value || windows.at < heard) return {};
  const std::string stopped = stopped_services(*windows.value, process_server_service_names);
  if (stopped.empty()) return {};
  return own_word(*host, "services that do not run: " + stopped, windows.at);
}

std::string objection_of_master_target(const Site& site, const Evidence& evidence,
                                       std::string_view name, const std::string& address,
                                       std::chrono::sys_seconds heard) {
  const Host* const host = host_called(site, Role::master_target, name, {address});
  if (!host) return {};
  const Context context{site, evidence, *host};
  if (host->os == Os::windows) {
    const Known<WindowsHost> windows = known<WindowsHost>(context);
    if (!windows.value || windows.at < heard) return {};
    const std::string stopped = stopped_services(*windows.value, agent_service_names);
    return stopped.empty() ? ""
                           : own_word(*host, "services that do not run: " + stopped, windows.at);
  }
  const Known<Processes> processes = known<Processes>(context);
  if (!processes.value || processes.at < heard || Daemons(*processes.value).all()) return {};
  return own_word(*host, "the daemons of its agent do not run", processes.at);
}

std::string objection_to_retention(const Site& site, const Evidence& evidence,
                                   std::string_view target, const std::string& address,
                                   const std::string& volume, std::chrono::sys_seconds heard) {
  const Host* const host = host_called(site, Role::master_target, target, {address});
  if (!host) return {};
  const auto says = [&](std::string_view what, std::chrono::sys_seconds at) {
    return fmt::format("is listed, and {} itself, looked at later ({}), says: {}", host->name,
                       human_time(at), what);
  };
  const Context context{site, evidence, *host};
  if (host->os == Os::windows) {
    const Known<WindowsHost> windows = known<WindowsHost>(context);
    if (!windows.value || windows.at < heard) return {};
    const std::string letter = volume.substr(0, 1) + ":";
    return windows.value->volume(letter) ? "" : says("there is no volume " + letter, windows.at);
  }
  const Known<Volumes> volumes = known<Volumes>(context);
  if (!volumes.value || volumes.at < heard || !volume.starts_with('/')) return {};
  const Volume* const mounted = volumes.value->mounted_at(volume);
  if (!mounted) return says("nothing is mounted there", volumes.at);
  return mounted->read_only ? says("it is read-only", volumes.at) : "";
}

std::string refusal(const Host& server, const VsphereAccount& login) {
  std::string outcome(name(login.outcome));
  std::replace(outcome.begin(), outcome.end(), '-', ' ');
  return fmt::format("{} does not let {} in: {}", server.name, login.asked_as, outcome);
}

std::string objection_to_account(const Site& site, const Evidence& evidence,
                                 std::string_view account) {
  for (const Host* server : site.in({Role::vcenter, Role::esxi})) {
    const Known<VsphereAccount> login = known<VsphereAccount>(Context{site, evidence, *server});
    if (!login.value || login.value->accepted()) continue;
    const std::string& user = login.value->asked_as;
    if (same_word(user, account) || same_word(without_domain(user), without_domain(account)))
      return refusal(*server, *login.value);
  }
  return {};
}

std::string objection_to_datastore(const Site& site, const Evidence& evidence,
                                   std::string_view name) {
  std::string objection;
  for (const Host* server : site.in({Role::vcenter, Role::esxi})) {
    const Known<VsphereDatastores> datastores =
        known<VsphereDatastores>(Context{site, evidence, *server});
    if (!datastores.value) continue;
    for (const VsphereDatastore& one : *datastores.value->all) {
      if (!one.name || *one.name != name) continue;
      const std::string trouble = trouble_with(one);
      // Names are unique in one datacenter only: one that is well is enough.
      if (trouble.empty()) return {};
      objection = fmt::format("{} {}, {} says", name, trouble, server->name);
    }
  }
  return objection;
}

}  // namespace fbd
