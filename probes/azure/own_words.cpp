#include "probes/azure/own_words.h"

#include <algorithm>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "collectors/host/processes.h"
#include "collectors/host/volumes.h"
#include "collectors/vsphere/account.h"
#include "collectors/vsphere/virtual_machines.h"
#include "probes/agent/daemons.h"
#include "probes/azure/other_sources.h"
#include "probes/azure/reprotect_inputs.h"
#include "probes/windows_services.h"

namespace fbd {
namespace {

constexpr std::string_view linux_retention = "/mnt/retention";
constexpr std::string_view system_letter = "C:";

bool is_fat(std::string_view filesystem) {
  return filesystem == "vfat" || filesystem == "msdos" || filesystem.starts_with("FAT") ||
         same_word(filesystem, "exfat");
}

/// Why the agent of a master target would not do, by its own word; "" if it runs.
std::string objection_of_agent(const Context& context) {
  if (context.host.os == Os::windows) {
    const Known<WindowsHost> windows = known<WindowsHost>(context);
    if (!windows.value) return windows.value.error().message;
    const std::string stopped = stopped_services(*windows.value, agent_service_names);
    return stopped.empty() ? "" : "services that do not run: " + stopped;
  }
  const Known<Processes> processes = known<Processes>(context);
  if (!processes.value) return processes.value.error().message;
  return Daemons(*processes.value).all() ? "" : "the daemons of its agent do not run";
}

OwnWord retention_of_windows(const WindowsHost& windows) {
  for (const WindowsHost::Volume& one : windows.volumes)
    if (one.letter != system_letter && one.letter != windows.cache_letter &&
        !one.filesystem.empty() && !is_fat(one.filesystem) && one.size_bytes > 0)
      return {one.letter};
  return {"", "no volume but the system's and the cache's that is formatted, and not with FAT"};
}

OwnWord retention_of_linux(const Volumes& volumes) {
  const Volume* volume = volumes.mounted_at(linux_retention);
  if (!volume) return {"", fmt::format("nothing is mounted on {}", linux_retention)};
  if (is_fat(volume->filesystem))
    return {"", fmt::format("{} is {}", linux_retention, volume->filesystem)};
  if (volume->read_only) return {"", fmt::format("{} is read-only", linux_retention)};
  if (volume->size_bytes && *volume->size_bytes == 0)
    return {"", fmt::format("{} is empty", linux_retention)};
  return {std::string(linux_retention)};
}

}  // namespace

OwnWord own_master_target(const Site& site, const Evidence& evidence, std::string_view os) {
  Candidates candidates;
  for (const Host* host : site.in({Role::master_target})) {
    if (!os.empty() && host->os != Os::unknown && !same_word(name(host->os), os)) {
      candidates.reject(host->name, "has another kind of operating system");
      continue;
    }
    const std::string why = objection_of_agent(Context{site, evidence, *host});
    if (why.empty()) return {host->name};
    candidates.reject_as(host->name + ": " + why);
  }
  return {"", candidates.why("")};
}

OwnWord own_process_server(const Site& site, const Evidence& evidence) {
  Candidates candidates;
  for (const Host* host : site.in({Role::process_server})) {
    const Known<WindowsHost> windows = known<WindowsHost>(Context{site, evidence, *host});
    if (!windows.value) {
      candidates.reject_as(host->name + ": " + windows.value.error().message);
      continue;
    }
    const std::string stopped = stopped_services(*windows.value, process_server_service_names);
    if (stopped.empty()) return {host->name};
    candidates.reject_as(host->name + ": services that do not run: " + stopped);
  }
  return {"", candidates.why("")};
}

OwnWord own_retention(const Site& site, const Evidence& evidence, std::string_view name,
                      const std::string& address) {
  const Host* host = host_called(site, Role::master_target, name, {address});
  if (!host) return {};
  const Context context{site, evidence, *host};
  if (host->os == Os::windows) {
    const Known<WindowsHost> windows = known<WindowsHost>(context);
    return windows.value ? retention_of_windows(*windows.value)
                         : OwnWord{"", windows.value.error().message};
  }
  const Known<Volumes> volumes = known<Volumes>(context);
  return volumes.value ? retention_of_linux(*volumes.value)
                       : OwnWord{"", volumes.value.error().message};
}

OwnWord own_account(const Site& site, const Evidence& evidence) {
  Candidates candidates;
  for (const Host* server : site.in({Role::vcenter, Role::esxi})) {
    const Known<VsphereAccount> account = known<VsphereAccount>(Context{site, evidence, *server});
    if (!account.value) continue;
    if (account.value->accepted())
      return {fmt::format("{} (of {})", account.value->user, server->name)};
    candidates.reject_as(refusal(*server, *account.value));
  }
  return {"", candidates.why("")};
}

std::vector<std::string> datastores_in_vsphere(const Site& site, const Evidence& evidence,
                                               const std::string& machine) {
  Host wanted;
  wanted.name = machine;
  for (const Host* host : site.in({Role::protected_vm}))
    if (same_word(host->name, machine) || same_word(host->vm_name, machine)) wanted = *host;
  std::vector<std::string> names;
  for (const Host* server : site.in({Role::vcenter, Role::esxi})) {
    const Known<VsphereVms> vms = known<VsphereVms>(Context{site, evidence, *server});
    if (!vms.value) continue;
    const std::vector<const VsphereVm*> found = vms.value->of(wanted);
    if (found.size() != 1 || !found.front()->disks) continue;
    for (const VsphereDisk& disk : *found.front()->disks) {
      // "[Datastore 3] web01/web01.vmdk"
      const std::size_t end = disk.file.starts_with('[') ? disk.file.find(']') : disk.file.npos;
      if (end == disk.file.npos) continue;
      std::string name(disk.file.substr(1, end - 1));
      if (std::find(names.begin(), names.end(), name) == names.end())
        names.push_back(std::move(name));
    }
  }
  return names;
}

}  // namespace fbd
